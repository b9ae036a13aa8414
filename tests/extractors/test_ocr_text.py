"""What is made of the engine's readings: confusions, characters with places, columns, issues, places put back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from extractors.ocr_columns import laid_across
from extractors.ocr_confusions import fold
from extractors.ocr_engine import Reading
from extractors.ocr_issues import ocr_issues
from extractors.ocr_text import ink_of, read_boxes
from extractors.scan_lines import Grey, Stretch
from extractors.text_layer import text_layer
from extractors.turn_back import turned_back
from schemas.document import BBox, Doubt, Glyph, OcrReading, Page
from schemas.document import Image as Picture
from schemas.plan import Node, Structure
from schemas.structure import Evidence


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("高齡者の步行·移動", "高齢者の歩行・移動"),
        ("センタ一の整備", "センターの整備"),
        ("サポ一ト事業", "サポート事業"),
        ("統ー的な運用", "統一的な運用"),
        ("あとー皿", "あと一皿"),
        ("サービス一覧", "サービス一覧"),
        ("能カ向上", "能力向上"),
        ("一カ所に集約", "一カ所に集約"),
        ("5カ年計画", "5カ年計画"),
        ("人ロ減少", "人口減少"),
        ("ボランティア口座", "ボランティア口座"),
        ("まちヘの愛着", "まちへの愛着"),
        ("ヘルパーの派遣", "ヘルパーの派遣"),
        ("了がん検診", "アがん検診"),
        ("了解事項", "了解事項"),
        ("」だれもが学ぶ", "Ⅰだれもが学ぶ"),
        ("〇市民の会", "○市民の会"),
        ("二〇二五年", "二〇二五年"),
    ],
)
def test_known_confusions_are_mended(read: str, printed: str) -> None:
    folded, changed = fold(read)
    assert folded == printed
    assert [at for at, _ in changed] == [at for at in range(len(read)) if read[at] != printed[at]]


@given(st.text(alphabet="基本目標ア一ー力カ口ロへヘ12（）齡齢·・", max_size=20))
def test_mending_keeps_places_and_is_done_once(text: str) -> None:
    folded, changed = fold(text)
    assert len(folded) == len(text)
    assert all(folded[at] != seen for at, seen in changed)


def _line_of(signs: int, gap_after: int | None = None) -> tuple[Grey, tuple[float, ...]]:
    """Squares for characters of 30 pixels, with a wide blank after one of them."""
    width = 30 * signs + (40 if gap_after is not None else 0)
    picture = Image.new("L", (width, 40), 250)
    pen = ImageDraw.Draw(picture)
    centres, x = [], 0
    for at in range(signs):
        pen.rectangle((x + 2, 7, x + 27, 32), outline=20, width=3)
        centres.append((x + 15) / width)
        x += 30 + (40 if at == gap_after else 0)
    return np.asarray(picture), tuple(centres)


def test_characters_have_places_and_blank_paper_is_a_space() -> None:
    image, centres = _line_of(6, gap_after=1)
    box = BBox(0, 0, image.shape[1], image.shape[0])
    found = read_boxes(image, [box], [], lambda _: Reading("施策学びの場", centres, (0.9,) * 6))
    assert "".join(sign.text for sign in found.signs) == "施策\u3000学びの場"
    ink = [sign for sign in found.signs if not sign.text.isspace()]
    assert [round((s.bbox.x0 + s.bbox.x1) / 2 / 5) * 5 for s in ink] == [15, 45, 115, 145, 175, 205]


def test_a_rule_through_a_box_parts_it() -> None:
    image, _ = _line_of(6)
    asked: list[int] = []

    def read(line: Grey) -> Reading:
        asked.append(line.shape[1])
        return Reading("学びの", (0.17, 0.5, 0.83), (0.9,) * 3)

    read_boxes(image, [BBox(0, 0, 180, 40)], [Stretch(False, 90, -5, 60)], read)
    assert asked == [pytest.approx(90, abs=2)] * 2
    asked.clear()
    read_boxes(image, [BBox(0, 0, 180, 40)], [Stretch(False, 90, 10, 30)], read)
    assert len(asked) == 1


def test_what_cannot_be_read_is_told() -> None:
    image, centres = _line_of(4)
    found = read_boxes(image, [BBox(0, 0, 120, 40)], [], lambda _: Reading("〓〓〓〓", centres, (0.2,) * 4))
    assert not found.signs
    assert len(found.unread) == 1


def test_a_column_is_laid_across_character_by_character() -> None:
    picture = Image.new("L", (40, 200), 250)
    pen = ImageDraw.Draw(picture)
    for at in range(5):
        pen.rectangle((6, 8 + 38 * at, 34, 36 + 38 * at), outline=20, width=3)
    column = np.asarray(picture)
    laid = laid_across(column, ink_of(column))
    assert [round(middle) for middle in laid.middles] == pytest.approx([22, 60, 98, 136, 174], abs=5)
    assert laid.image.shape[1] == 5 * laid.image.shape[0]


def _page(text: str, images: tuple[Picture, ...] = ()) -> Page:
    glyphs = tuple(Glyph(sign, BBox(10 * at, 50, 10 * at + 10, 60), 10.0) for at, sign in enumerate(text))
    return Page(1, 600, 800, glyphs, (), (), images)


@pytest.mark.parametrize(
    ("page", "layer"),
    [
        (_page("基本目標1　だれもが学べるまちをつくる"), "usable"),
        (_page("Plan for the City, 2026–2030 (draft) → ①②③ ㎡ №"), "usable"),
        (_page("\ue020\ue021\ue022\ue023\ue024\ue025\ue026 基本目標1基本目標2基本"), "garbled"),
        (_page("\ufffd" * 30), "garbled"),
        (_page("ΓϘʰʲϽЀЂƻƼǀǁǂǃȀȁȂȃ"), "garbled"),
        (_page("12", (Picture(BBox(0, 0, 600, 800)),)), "none"),
        (_page(""), "usable"),
    ],
)
def test_a_text_layer_is_judged(page: Page, layer: str) -> None:
    assert text_layer(page) == layer


def _node(place: str, page: int, box: BBox) -> Node:
    return Node(place, None, 1, 1, "1", "学びの場", "学びの場", "r" + place, Evidence("学びの場", page, None, box))


def test_one_issue_per_page_names_its_entries_and_the_doubtful_characters() -> None:
    doubt = Doubt(BBox(60, 50, 70, 60), "齡", "齢", 0.61)
    read = Page(3, 600, 800, (), (), (), (), OcrReading(0.97, (doubt,), 0.0))
    nodes = (
        _node("1", 3, BBox(50, 40, 200, 70)),
        _node("2", 3, BBox(50, 70, 200, 99)),
        _node("3", 4, BBox(0, 0, 9, 9)),
    )
    [issue] = ocr_issues((read, _page("x")), (Structure(nodes),))
    assert (issue.kind, issue.structure, issue.nodes, issue.evidence.page) == ("ocr_read", 0, ("1", "2"), 3)
    assert "97%" in issue.message
    assert "「1学びの場」の「齢」（認識の結果は「齡」）" in issue.message


def test_places_are_put_back_on_the_page_as_it_lies() -> None:
    page = Page(1, 600, 800, (), (), (), (), OcrReading(1.0, (), 2.0))
    structure = Structure((_node("1", 1, BBox(500, 390, 520, 410)), _node("2", 2, BBox(500, 390, 520, 410))))
    turned = turned_back(structure, (page,))
    box = turned.nodes[0].evidence.bbox
    assert box is not None
    # turned back, counter-clockwise, a point right of the centre moves up
    assert box.top == pytest.approx(390 - 210 * np.sin(np.radians(2.0)), abs=0.5)
    assert box.x1 - box.x0 == pytest.approx(20, abs=0.05)
    assert turned.nodes[1] == structure.nodes[1]
    assert turned_back(structure, ()) is structure
