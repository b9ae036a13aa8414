"""The sample PDF in raw/ is what its script typesets, and it is read without a fault."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from extractors.extract import extract

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "raw" / "sample-ruled-table" / "sample.pdf"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("typeset_sample", HERE / "typeset_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_gives_the_same_table(script: ModuleType, tmp_path: Path) -> None:
    if not script.FONT.exists():
        lacking = f"{script.FONT} is missing: make system-deps"
        assert not os.environ.get("CI"), lacking
        pytest.skip(lacking)
    once, twice = tmp_path / "once.pdf", tmp_path / "twice.pdf"
    script.typeset(script.FONT, once)
    script.typeset(script.FONT, twice)
    assert once.read_bytes() == twice.read_bytes()
    assert extract(once).structures == extract(SAMPLE).structures


def test_the_sample_is_read_as_it_was_typeset(script: ModuleType) -> None:
    extraction = extract(SAMPLE)
    assert extraction.error is None
    (structure,) = extraction.structures
    assert structure.levels == script.HEADER
    printed = [
        (depth, text)
        for goal, directions in script.TREE
        for depth, text in [
            (1, goal),
            *(
                entry
                for direction, measures in directions
                for entry in [(2, direction), *((3, measure) for measure in measures)]
            ),
        ]
    ]
    read = [(node.depth, f"{node.label}{node.name}") for node in structure.nodes]
    assert read == [(depth, text.replace(" ", "")) for depth, text in printed]
    assert all(node.evidence.page == 1 and node.evidence.bbox for node in structure.nodes)
