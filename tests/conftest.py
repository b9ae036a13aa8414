"""For all tests: what is true however busy the machine, and in which order files go to the processes of CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A property holds or it does not; how fast belongs to benchmarks/.
settings.register_profile("taikei", settings(deadline=None))
settings.load_profile("taikei")

os.environ["TAIKEI_LANG"] = "ja"  # whatever the locale of the machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, those with most of them before all: a long one that begins last is waited for alone."""
    slow: dict[Path, int] = {}
    for item in items:
        slow[item.path] = slow.get(item.path, 0) + (item.get_closest_marker("slow") is not None)
    items.sort(key=lambda item: -slow[item.path])
