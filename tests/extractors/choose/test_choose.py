"""The choice between readings, what it reports, and the account of what nothing used."""

from extractors.choose.choose import choose
from extractors.choose.contested import contested
from extractors.choose.ledger import account, unaccounted
from schemas.document import Document, Line, SourceFile
from schemas.plan import Node, Structure
from schemas.reading import Reading
from schemas.structure import Evidence

TEXT = """施策の体系
1 緑を守るまちづくり
(1) 里山の保全
(2) 公園の整備
2 水を守るまちづくり
(1) 川の環境の保全
(2) 水質の調査の推進"""


def document(text: str = TEXT) -> Document:
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    return Document(SourceFile("plan.txt", "", "text/plain", len(text)), lines)


def tree(*entries: tuple[str, str, str, int]) -> Structure:
    """Entries as (id, label, name, line)."""
    nodes = []
    for node_id, label, name, line in entries:
        parent = node_id.rpartition(".")[0] or None
        depth = node_id.count(".") + 1
        nodes.append(
            Node(node_id, parent, depth, depth, label, name, name, f"L{line}", Evidence(f"{label} {name}", line=line))
        )
    return Structure(tuple(nodes))


RIGHT = tree(
    ("1", "1", "緑を守るまちづくり", 2),
    ("1.1", "(1)", "里山の保全", 3),
    ("1.2", "(2)", "公園の整備", 4),
    ("2", "2", "水を守るまちづくり", 5),
    ("2.1", "(1)", "川の環境の保全", 6),
    ("2.2", "(2)", "水質の調査の推進", 7),
)
FLAT = tree(("1", "1", "緑を守るまちづくり", 2), ("2", "2", "水を守るまちづくり", 5))


def test_the_tree_that_explains_more_is_taken() -> None:
    choice = choose(document(), [Reading("a", (FLAT,)), Reading("b", (RIGHT,))])
    assert choice.reading is not None
    assert choice.reading.reader == "b"


def test_prose_and_figures_lose_to_nothing() -> None:
    text = "令和８年度の予算は120,000千円です。\n会議は3月4日に開きました。\n出席者は10人です。"
    wrong = tree(("1", "", "令和８年度の予算は120,000千円です。", 1), ("2", "", "出席者は10人です。", 3))
    choice = choose(document(text), [Reading("a", (wrong,))])
    assert choice.reading is None
    assert contested(choice) == ()


def test_entries_in_which_two_readings_differ_are_named() -> None:
    other = tree(*((node.id, node.label, node.name, node.evidence.line or 0) for node in RIGHT.nodes[:5]))
    moved = Structure(
        (*other.nodes, Node("2.1.1", "2.1", 3, 3, "(2)", "水質の調査の推進", "", "L7", Evidence("", line=7)))
    )
    choice = choose(document(), [Reading("a", (RIGHT,), score=0.0), Reading("b", (moved,), score=60.0)])
    assert choice.reading is not None
    agreed = {node_id for node_id, sure in choice.sure[0].items() if sure > 0.9}
    assert {"1", "1.1", "1.2", "2", "2.1"} <= agreed


def test_a_lost_glyph_names_its_entry_and_all_below() -> None:
    lost = tree(("1", "1", "〓を守るまちづくり", 2), ("1.1", "(1)", "里山の保全", 3), ("2", "2", "水を守るまち", 5))
    choice = choose(document(TEXT.replace("緑", "〓")), [Reading("a", (lost,), score=100.0)])
    [issue] = [issue for issue in contested(choice) if issue.kind == "glyph_lost"]
    assert issue.nodes == ("1", "1.1")


def test_every_line_of_a_tree_is_accounted_for() -> None:
    assert account(document(), RIGHT).unused == ()
    assert account(document(), RIGHT).share == 1.0


def test_an_entry_that_was_not_used_is_named_with_its_words() -> None:
    part = tree(
        ("1", "1", "緑を守るまちづくり", 2), ("1.1", "(1)", "里山の保全", 3), ("2", "2", "水を守るまちづくり", 5)
    )
    issues = unaccounted(document(), part, 0)
    assert [issue.evidence.text for issue in issues] == ["(2) 公園の整備", "(1) 川の環境の保全 (2) 水質の調査の推進"]
    assert {issue.kind for issue in issues} == {"text_unaccounted"}


def test_prose_between_entries_is_explained() -> None:
    text = TEXT.replace("(2) 公園の整備", "緑は市民の財産です。\n(2) 公園の整備")
    shifted = [(n.id, n.label, n.name, (n.evidence.line or 0) + ((n.evidence.line or 0) > 3)) for n in RIGHT.nodes]
    runs = account(document(text), tree(*shifted)).runs
    assert [run.role for run in runs if run.text.startswith("緑は")] == ["prose"]
