"""deploy/operation.example.toml names every key with its default, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from flows.notices.settings import NoticeSettings, read_notice_settings
from flows.watch.settings import WatchSettings, read_watch_settings

EXAMPLE = Path(__file__).parents[2] / "deploy" / "operation.example.toml"


def test_the_example_holds_and_its_defaults_are_the_defaults(tmp_path: Path) -> None:
    assert read_watch_settings(EXAMPLE) == WatchSettings()
    assert read_notice_settings(EXAMPLE, {}) == NoticeSettings()
    filled = tmp_path / "operation.toml"
    filled.write_text(re.sub(r"^# (\w+ = )", r"\1", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    example = "https://www.city.example.lg.jp/opendata/"
    assert read_watch_settings(filled) == replace(WatchSettings(), contact=example)
    assert read_notice_settings(filled, {}) == NoticeSettings()
    for settings in (WatchSettings, NoticeSettings):
        for key in fields(settings):
            assert key.name == "urls" or re.search(rf"^{key.name} = ", filled.read_text("utf-8"), re.MULTILINE), (
                key.name
            )
