"""Text files in the encodings that Japanese offices left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.read_text import detect_encoding, read_text
from extractors.refuse import Refused

TEXT = "第2次見本市生涯学習推進計画\n\n基本目標\t施策\n①学びの機会をひろげる、だれもが参加できるまち\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("euc_jp", "euc_jp"),
        ("utf-16", "utf-16"),
        ("iso2022_jp", "iso2022_jp_ext"),
        ("utf-16-le", "utf-16-le"),
        ("euc_jis_2004", "euc_jis_2004"),
    ],
)
def test_encodings(encoding: str, found: str, tmp_path: Path) -> None:
    text = TEXT.replace("①", "1 ") if encoding in ("euc_jp", "iso2022_jp") else TEXT
    file = tmp_path / "plan.txt"
    file.write_bytes(text.encode(encoding))
    document = read_text(file).value
    assert document.source.encoding == found
    assert [line.text for line in document.lines] == text.rstrip("\n").split("\n")
    assert [line.number for line in document.lines] == [1, 2, 3, 4]


def test_circled_numbers_in_iso_2022_jp(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("第1章\n".encode("iso2022_jp") + b"\x1b$B-!$^$J$S\x1b(B\n")
    assert [line.text for line in read_text(file).value.lines] == ["第1章", "①まなび"]


def test_a_text_cut_within_a_character_is_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(TEXT.encode()[:-2])
    read = read_text(file)
    assert read.value.source.encoding == "utf-8"
    assert [issue.kind for issue in read.issues] == ["encoding_guessed", "ocr_suspected"]
    assert read.issues[1].refs[0] == "L4"


def test_of_many_empty_lines_a_few_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("1 学ぶ" + "\n" * 100_000 + "2 生かす", encoding="utf-8")
    lines = read_text(path).value.lines
    assert [(line.text, line.number) for line in lines if line.text] == [("1 学ぶ", 1), ("2 生かす", 100_001)]
    assert len(lines) < 10


def test_line_ends_of_all_kinds(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes("一行\r\n二行\r三行\n".encode())
    assert [line.text for line in read_text(file).value.lines] == ["一行", "二行", "三行"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200)), "unsupported"),
        (bytes(range(1, 32)) * 40, "unsupported"),
        (b"\xff\xfe\x00\xd8abc", "garbled_text"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_text(file)
    assert refused.value.refusal.code == code
    assert refused.value.refusal.message.endswith("。")


_JAPANESE = st.text(alphabet="あいうえおかきくけこ学習機会充実市民施策目標、。", min_size=30, max_size=200)


@given(_JAPANESE, st.sampled_from(["utf-8", "cp932", "euc_jp"]))
def test_japanese_of_some_length_is_told_apart(text: str, encoding: str) -> None:
    assert text.encode(encoding).decode(detect_encoding(text.encode(encoding))[0]) == text
