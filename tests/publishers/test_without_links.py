"""A system without symbolic links, such as Windows for ordinary users: latest is a copy, and all else is as always."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from publishers.previous import current_version
from publishers.switch import building_folder, clear_up, switch


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)


def release(published: Path, version: str) -> None:
    built = building_folder(published)
    (built / "csv").mkdir()
    (built / "csv" / "policy.csv").write_text(version, "utf-8")
    (built / "index.json").write_text(json.dumps({"version": version}), "utf-8")
    switch(published, built, version)


def latest(published: Path) -> str:
    return (published / "latest" / "csv" / "policy.csv").read_text("utf-8")


def test_latest_is_a_copy_of_the_newest_release(tmp_path: Path, no_links: None) -> None:
    for version in ("2026.12.01", "2026.12.02"):
        release(tmp_path, version)
        assert not (tmp_path / "latest").is_symlink()
        assert (latest(tmp_path), current_version(tmp_path)) == (version, version)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.json", "latest", "releases"]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_switch_that_was_cut_short_is_completed(tmp_path: Path, no_links: None, cut: int) -> None:
    release(tmp_path, "2026.12.01")
    renames = 0
    rename = Path.rename

    def killed(self: Path, target: Path) -> Path:
        nonlocal renames
        if ".latest" in self.name or self.name == "latest":
            renames += 1
            if renames == cut:
                raise KeyboardInterrupt
        return rename(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            release(tmp_path, "2026.12.02")
    clear_up(tmp_path)
    assert (latest(tmp_path), current_version(tmp_path)) == ("2026.12.02", "2026.12.02")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.json", "latest", "releases"]


def test_a_copy_gives_way_to_a_link_where_links_are_allowed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", lambda *_, **__: (_ for _ in ()).throw(NotImplementedError))
        release(tmp_path, "2026.12.01")
    release(tmp_path, "2026.12.02")
    assert (tmp_path / "latest").is_symlink()
    assert latest(tmp_path) == "2026.12.02"
