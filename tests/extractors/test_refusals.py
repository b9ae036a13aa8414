"""Every refusal with its code, in calls whose other documents are all delivered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import ocr_engine
from extractors.extract import extract
from extractors.guard import extract_all
from schemas.plan import Extraction
from tests.extractors import bad_files as bad
from tests.extractors import pdf_samples as samples

PLAN = "第2次星見町学びの計画\n\n基本目標1 学びの場\n (1) 講座を開く\n  ・昼の講座\n  ・夜の講座\n (2) 施設を整える\n  ・図書室\n"
SECRET = "himitsu-7"


def _letter(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 60, "本日は晴天なり。お知らせは以上です。")


def _table(canvas: Canvas) -> None:
    samples.text_at(canvas, 50, 120, "施策の体系", 14)
    samples.draw_table(canvas, "lines")


def _locked(path: Path) -> None:
    samples.write(path, [_table], password=SECRET)


def _truncated(path: Path) -> None:
    whole = samples.write(path, [_table] * 3).read_bytes()
    path.write_bytes(whole[: len(whole) // 6])


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "damaged.pdf": ("damaged", _bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)),
    "header.pdf": ("damaged", _bytes(b"%PDF-1.7\n")),
    "truncated.pdf": ("damaged", _truncated),
    "locked.pdf": ("encrypted", _locked),
    "empty.pdf": ("empty", _bytes(b"")),
    "empty.txt": ("empty", _bytes(b"")),
    "no-pages.pdf": ("empty", _bytes(bad.no_pages())),
    "letter.pdf": ("no_structure", lambda path: samples.write(path, [_letter])),
    "letter.txt": ("no_structure", lambda path: path.write_text("本日は晴天なり。\n", "utf-8")),
    "many.pdf": ("too_large", _bytes(bad.many_pages(3001))),
    "metres.pdf": ("too_large", _bytes(bad.pages([bad.stream(b"0 0 9 9 re f")], side=(28_347, 28_347)))),
    "word.docx": ("unsupported", _bytes(bad.word())),
    "word-named.pdf": ("unsupported", _bytes(bad.word())),
    "picture.png": ("unsupported", _bytes(bad.PNG)),
    "programme.bin": ("unsupported", _bytes(bytes(range(256)) * 20)),
    "missing.pdf": ("unsupported", lambda _: None),
}


def _all(paths: list[Path], password: str | None = None) -> dict[str, Extraction]:
    read = {path.name: result for path, result in extract_all(paths, password, jobs=2)}
    assert len(read) == len(paths)
    extractions = {name: result for name, result in read.items() if isinstance(result, Extraction)}
    assert len(extractions) == len(paths), read
    return extractions


def test_every_refusal_has_its_code_and_the_others_are_delivered(tmp_path: Path) -> None:
    for name, (_, make) in BAD.items():
        make(tmp_path / name)
    good = samples.write(tmp_path / "good.pdf", [_table])
    (tmp_path / "good.txt").write_text(PLAN, "utf-8")
    paths = [good, *(tmp_path / name for name in BAD), tmp_path / "good.txt"]

    read = _all(paths)

    codes = {name: read[name].error.code if read[name].error else None for name in BAD}  # type: ignore[union-attr]
    assert codes == {name: code for name, (code, _) in BAD.items()}
    for name in BAD:
        error = read[name].error
        assert error is not None
        assert error.message.endswith("。"), name
        assert str(tmp_path) not in error.message
    for name in ("good.pdf", "good.txt"):
        assert read[name].error is None
        assert len(read[name].structures[0].nodes) >= 5


@pytest.mark.parametrize("make", [bad.cyclic_tree, bad.cyclic_form, bad.cyclic_length])
def test_what_refers_to_itself_ends(tmp_path: Path, make: Callable[[], bytes]) -> None:
    (tmp_path / "cyclic.pdf").write_bytes(make())
    good = samples.write(tmp_path / "good.pdf", [_table])
    read = _all([tmp_path / "cyclic.pdf", good])
    error = read["cyclic.pdf"].error
    assert error is not None
    assert error.code in ("damaged", "empty", "no_structure", "too_large")
    assert read["good.pdf"].structures


def test_a_password_opens_and_a_wrong_one_is_not_repeated(tmp_path: Path) -> None:
    _locked(tmp_path / "locked.pdf")
    good = samples.write(tmp_path / "good.pdf", [_table])
    wrong = _all([tmp_path / "locked.pdf", good], "chigau-8")
    assert wrong["locked.pdf"].error is not None
    assert wrong["locked.pdf"].error.code == "encrypted"
    assert "chigau-8" not in repr(wrong)
    assert wrong["good.pdf"].error is None
    right = _all([tmp_path / "locked.pdf", good], SECRET)
    assert right["locked.pdf"].error is None
    assert SECRET not in repr(right)
    assert [n.name for n in right["locked.pdf"].structures[0].nodes] == [
        n.name for n in right["good.pdf"].structures[0].nodes
    ]


def test_a_garbled_text_layer_is_refused_without_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "available", lambda: False)
    path = tmp_path / "garbled.pdf"
    path.write_bytes(bad.garbled())
    read = extract(path)
    assert read.error is not None
    assert read.error.code == "garbled_text"
    assert "1ページ" in read.error.message
    assert "taikei[ocr]" in read.error.message
    assert [issue.kind for issue in read.issues if issue.evidence.page == 1] == ["page_unreadable"]


def test_a_scan_without_ocr_is_listed_for_transcription(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_engine, "available", lambda: False)
    path = tmp_path / "scan.pdf"
    path.write_bytes(bad.picture_only())
    read = extract(path)
    assert read.error is not None
    assert read.error.code == "no_structure"
    assert "1ページは画像で" in read.error.message
    assert [issue.kind for issue in read.issues] == ["page_unreadable"]


def test_a_folder_is_told_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    refused = extract(tmp_path / "plans").error
    assert refused is not None
    assert refused.message == "フォルダーです: plans。中の文書を指定してください。"
