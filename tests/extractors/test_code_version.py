"""What was read is read again when that which reads it changed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from extractors import code_version as module
from extractors.code_version import code_version


@pytest.mark.parametrize("library", ["pypdfium2", "rapidocr", "onnxruntime"])
def test_another_version_of_a_library_or_of_the_ocr_engine_is_another_code(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    before = code_version()
    monkeypatch.setattr(module, "version", lambda name: "0" if name == library else version(name))
    assert code_version() != before


def test_with_and_without_the_ocr_extra_are_different_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> str:
        if name in module.OF_OCR:
            raise PackageNotFoundError(name)
        return version(name)

    before = code_version()
    monkeypatch.setattr(module, "version", without)
    assert code_version() != before
    assert code_version() == code_version()
