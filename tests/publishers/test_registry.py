"""Permanent ids: known again, never reused, never moved."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from publishers.registry import Claim, Entry, allocate, assign, read_registry
from schemas.natural_key import NaturalKey


def claim(path: str, titles: str, plan: str = "a", table: str = "policy") -> Claim:
    return Claim(table, "132021", plan, NaturalKey(path, titles))


def known(*rows: tuple[str, str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(f"132021N{serial}", "N", "a", path, titles, "2026-01-01") for serial, path, titles in rows)


def test_new_things_get_the_next_serial_of_their_table() -> None:
    ids, added = assign(known(("000007", "a/1", "x")), [claim("a/2", "y"), claim("b", "z", table="term")], "2026-02-02")
    assert list(ids.values()) == ["132021N000008", "132021T000001"]
    assert [entry.id for entry in added] == list(ids.values())


def test_a_title_read_differently_keeps_its_id() -> None:
    ids, added = assign(known(("000001", "a/1", "x")), [claim("a/1", "typo mended")], "2026-02-02")
    assert ids[claim("a/1", "typo mended")] == "132021N000001"
    assert [(entry.id, entry.titles) for entry in added] == [("132021N000001", "typo mended")]


def test_renumbering_keeps_ids() -> None:
    entries = known(("000001", "a/1", "x"), ("000002", "a/2", "y"))
    claims = [claim("a/1", "new"), claim("a/2", "x"), claim("a/3", "y")]
    ids, _ = assign(entries, claims, "2026-02-02")
    assert [ids[c] for c in claims] == ["132021N000003", "132021N000001", "132021N000002"]


def test_after_renumbering_the_latest_key_counts() -> None:
    entries = known(("000001", "a/1", "x"), ("000002", "a/1", "y"), ("000001", "a/2", "x"))
    ids, added = assign(entries, [claim("a/1", "y"), claim("a/2", "x")], "2026-02-02")
    assert list(ids.values()) == ["132021N000002", "132021N000001"]
    assert added == ()


def test_titles_that_occur_twice_do_not_decide() -> None:
    entries = known(("000001", "a/1", "same"), ("000002", "a/2", "same"))
    ids, _ = assign(entries, [claim("a/9", "same")], "2026-02-02")
    assert list(ids.values()) == ["132021N000003"]


def test_plans_do_not_share_ids() -> None:
    ids, _ = assign(known(("000001", "a/1", "x")), [claim("a/1", "x", plan="b")], "2026-02-02")
    assert list(ids.values()) == ["132021N000002"]


def test_the_file_is_only_ever_added_to(tmp_path: Path) -> None:
    registry = tmp_path / "registry" / "ids.csv"
    allocate(registry, [claim("a/1", "x"), claim('a/,"2"', "y")], "2026-02-02")
    first = registry.read_bytes()
    assert allocate(registry, [claim('a/,"2"', "y")], "2026-03-03") == {claim('a/,"2"', "y"): "132021N000002"}
    assert registry.read_bytes() == first
    allocate(registry, [claim("a/3", "z")], "2026-03-03")
    assert registry.read_bytes().startswith(first)
    assert [entry.since for entry in read_registry(registry)] == ["2026-02-02", "2026-02-02", "2026-03-03"]


def test_runs_at_the_same_time_never_give_an_id_twice(tmp_path: Path) -> None:
    registry = tmp_path / "ids.csv"
    children = []
    for worker in range(4):
        child = os.fork()
        if child == 0:
            try:
                for number in range(10):
                    allocate(
                        registry, [claim(f"{worker}/{number}", f"{worker}{number}", plan=str(worker))], "2026-02-02"
                    )
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    entries = read_registry(registry)
    assert len({entry.id for entry in entries}) == len(entries) == 40


paths = st.lists(st.sampled_from("1234"), min_size=1, max_size=3).map(lambda parts: "a/" + "/".join(parts))
claims = st.lists(st.tuples(paths, st.sampled_from("uvwxyz")), max_size=8, unique_by=lambda pair: pair[0])


@given(st.lists(claims, max_size=6))
def test_any_history_of_runs(history: list[list[tuple[str, str]]]) -> None:
    entries: tuple[Entry, ...] = ()
    for run in history:
        wanted = [claim(path, titles) for path, titles in run]
        ids, added = assign(entries, wanted, "2026-02-02")
        assert len(set(ids.values())) == len(wanted)
        entries += added
        again, nothing = assign(entries, wanted, "2026-03-03")
        assert again == ids
        assert nothing == ()
