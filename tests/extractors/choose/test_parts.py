"""Parts of a reading are readings: what stands below a heading, and the tree without bare top entries."""

from __future__ import annotations

from dataclasses import replace

from extractors.choose.parts import by_numbers, joined, parts
from schemas.plan import Node, Structure
from schemas.reading import Reading
from schemas.structure import Evidence


def reading(*entries: tuple[str, str]) -> Reading:
    nodes = tuple(
        Node(
            place,
            place.rpartition(".")[0] or None,
            depth := place.count(".") + 1,
            depth,
            "",
            name,
            name,
            f"L{at}",
            Evidence(name, line=at),
        )
        for at, (place, name) in enumerate(entries, 1)
    )
    return Reading("outline", (Structure(nodes, line=1),), sure=({"1.1": 0.4},))


def names(one: Reading) -> list[tuple[str, str | None, str]]:
    return [(node.id, node.parent, node.name) for node in one.structures[0].nodes]


def test_what_stands_below_a_heading_is_a_reading_with_that_title() -> None:
    whole = reading(
        ("1", "施策の体系"), ("1.1", "道路"), ("1.1.1", "舗装"), ("1.2", "公園"), ("1.2.1", "植樹"), ("2", "用語")
    )
    below, branches = parts(whole)
    assert names(below) == [("1", None, "道路"), ("1.1", "1", "舗装"), ("2", None, "公園"), ("2.1", "2", "植樹")]
    assert below.structures[0].title == "施策の体系"
    assert below.structures[0].line == 2
    assert below.sure == ({"1": 0.4},)
    assert below.part
    assert names(branches)[0] == ("1", None, "施策の体系")
    assert "用語" not in [name for _, _, name in names(branches)]


def test_small_trees_and_several_trees_have_no_parts() -> None:
    small = reading(("1", "道路"), ("1.1", "舗装"))
    assert not list(parts(small))
    assert not list(parts(Reading("lines", small.structures * 2)))


def labelled(*entries: tuple[str, str, str]) -> Structure:
    structure = reading(*((place, name) for place, _, name in entries)).structures[0]
    labels = [label for _, label, _ in entries]
    return replace(
        structure, nodes=tuple(replace(n, label=label) for n, label in zip(structure.nodes, labels, strict=True))
    )


def test_a_tree_that_goes_on_is_one_and_one_that_begins_anew_is_not() -> None:
    first = labelled(("1", "1", "道路"), ("1.1", "(1)", "舗装"), ("2", "2", "公園"))
    second = labelled(("1", "3", "河川"), ("1.1", "(1)", "護岸"))
    one = joined(Reading("lines", (first, second), sure=({}, {"1.1": 0.4})))
    assert names(one)[-2:] == [("3", None, "河川"), ("3.1", "3", "護岸")]
    assert one.sure == ({"3.1": 0.4},)
    apart = Reading("lines", (first, first))
    assert joined(apart) is apart


def test_numbers_of_several_parts_stand_under_the_number_they_begin_with() -> None:
    copied = labelled(
        ("1", "1", "学ぶ"),
        ("2", "2", "支える"),
        ("2.1", "1-1", "読書の推進"),
        ("2.2", "1-2", "音楽の普及"),
        ("2.3", "2-1", "相談の充実"),
    )
    mended = by_numbers(Reading("lines", (copied,)))
    assert mended is not None
    assert names(mended) == [
        ("1", None, "学ぶ"),
        ("1.1", "1", "読書の推進"),
        ("1.2", "1", "音楽の普及"),
        ("2", None, "支える"),
        ("2.1", "2", "相談の充実"),
    ]
    assert by_numbers(mended) is None


def test_a_number_that_stands_twice_says_nothing() -> None:
    twice = labelled(
        ("1", "1", "学ぶ"), ("1.1", "2-1", "読書の推進"), ("2", "2", "支える"), ("2.1", "2-1", "相談の充実")
    )
    assert by_numbers(Reading("lines", (twice,))) is None
