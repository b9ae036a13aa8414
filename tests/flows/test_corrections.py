"""From raw/ and corrections/ to a release, without Prefect: the release changes exactly as people decided."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractors.apply_corrections import apply_corrections
from extractors.correct_judge import know, seen_of
from extractors.editions import compare
from extractors.extract import extract
from extractors.municipalities import municipalities
from extractors.predecessors import held_against_predecessors
from extractors.read_sources import read_sources
from extractors.readings import read_aloud
from extractors.transcribed import take_transcribed, transcriptions
from flows.command import main
from publishers.previous import read_previous
from publishers.release import publish
from publishers.table_rows import Row
from schemas.checked_plan import CheckedPlan
from schemas.correction import Correction
from tests.publishers.conftest import leave_rows_alone
from workbench.append_correction import append_corrections

TEXT = """# みなと町学習計画

## 施策の体系

基本目標1 学びをひらく
(1) 学ぶ機会をつくる
① 出前講座を聞く
② 図書館を夜も開ける
(2) 学びを支える人を育てる
① 人材バンクを作る
基本目標2 まちをつなぐ
(1) 集まる場をつくる
① 空き家を集会所にする
② 広場で市を開く
"""
PLAN = "132021-manabi-1"


@pytest.fixture(autouse=True)
def rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linked data, the site and the validators of others take seconds per release and are not about corrections."""
    leave_rows_alone(monkeypatch)


def lay_down(root: Path, text: str = TEXT) -> Path:
    """One small plan in raw/."""
    folder = root / "raw" / PLAN
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.txt").write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    said = {
        "title": "立川市学習計画",
        "municipality": "立川市",
        "municipality_code": "132021",
        "publisher": "立川市",
        "document": "plan.txt",
        "sha256": digest,
        "terms": "出典を示せば自由に使える",
    }
    lines = [f'{key} = "{value}"' for key, value in said.items()]
    (folder / "source.toml").write_text("\n".join([*lines, "retrieved = 2026-04-01"]), "utf-8")
    (root / "corrections").mkdir(exist_ok=True)
    return root


def release(root: Path, day: int) -> dict[str, Row]:
    """Run everything; rows of policy by permanent id."""
    plans = [CheckedPlan(plan.source, extract(plan.path)) for plan in read_sources(root / "raw").plans]
    corrected = [apply_corrections(plan, root / "corrections").plan for plan in held_against_predecessors(plans)]
    outcome = publish(
        corrected, root / "published", date(2026, 4, day), read_aloud, municipalities(), compare, software="taikei 0"
    )
    assert outcome.state == "published", outcome.messages
    return rows(root, "policy")


def rows(root: Path, table: str) -> dict[str, Row]:
    before = read_previous(root / "published")
    assert before is not None
    return {str(row["id"]): row for row in before.tables[table]}


def decide(root: Path, id: str, action: str, name: str, **said: object) -> Correction:
    """A decision about the node of a title, as the workbench would write it."""
    known = know(extract(root / "raw" / PLAN / "plan.txt"))
    key = next(key for key, node in known.nodes.items() if node.name == name)
    was = known.above[key] if action == "move" else name
    made = Correction(id, action, key, "staff", "2026-04-02T09:00:00+09:00", was=was, reason="原本で確認", **said)  # type: ignore[arg-type]
    return Correction(**{field: getattr(made, field) for field in made.__slots__} | {"seen": seen_of(known, made)})


def test_two_decisions_change_the_release_exactly_so(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    before = release(root, 1)
    assert len(before) == 10
    known = know(extract(root / "raw" / PLAN / "plan.txt"))
    to = next(key for key, node in known.nodes.items() if node.name == "集まる場をつくる")
    made = [
        decide(root, "c1", "rename", "出前講座を聞く", value="出前講座を開く"),
        decide(root, "c2", "move", "人材バンクを作る", parent=to),
    ]
    append_corrections(root / "corrections", PLAN, made)

    after = release(root, 2)

    assert set(after) == set(before), "no id changes"
    ids = {row["name"]: id for id, row in before.items()}
    renamed, moved = ids["出前講座を聞く"], ids["人材バンクを作る"]
    assert after[renamed]["name"] == "出前講座を開く"
    assert after[moved]["parent_id"] == ids["集まる場をつくる"]
    assert {id for id in after if after[id]["name"] != before[id]["name"]} == {renamed}
    assert {id for id in after if after[id]["parent_id"] != before[id]["parent_id"]} == {moved}
    assert {id: row["extraction_method"] for id, row in after.items() if row["extraction_method"] != "text"} == {
        renamed: "manual"
    }, "what was only moved is worded as it was read"
    told = {row["target_id"]: row for row in rows(root, "correction").values()}
    assert (told[renamed]["field"], told[renamed]["before"], told[renamed]["after"]) == (
        "name",
        "出前講座を聞く",
        "出前講座を開く",
    )
    assert (told[moved]["after"], told[moved]["role"], told[moved]["date"]) == (
        "(1) 集まる場をつくる",
        "staff",
        "2026-04-02",
    )

    undo = Correction("c3", "withdraw", made[0].key, "staff", "2026-04-03T09:00:00+09:00", withdraws="c1")
    append_corrections(root / "corrections", PLAN, [undo])
    assert release(root, 3)[renamed]["name"] == "出前講座を聞く"


def test_a_changed_source_reopens_and_the_last_good_edition_stays(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    append_corrections(
        root / "corrections", PLAN, [decide(root, "c1", "rename", "出前講座を聞く", value="出前講座を開く")]
    )
    before = release(root, 1)
    lay_down(root, TEXT.replace("出前講座を聞く", "公開講座を始める"))
    plan = CheckedPlan(read_sources(root / "raw").plans[0].source, extract(root / "raw" / PLAN / "plan.txt"))
    corrected = apply_corrections(plan, root / "corrections")
    assert [outcome.state for outcome in corrected.outcomes] == ["reopened"]
    publish(
        [corrected.plan],
        root / "published",
        date(2026, 4, 2),
        read_aloud,
        municipalities(),
        compare,
        software="taikei 0",
    )
    assert {row["name"] for row in rows(root, "policy").values()} == {row["name"] for row in before.values()}


def test_a_reading_that_was_set_is_published_and_certain(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    append_corrections(
        root / "corrections", PLAN, [decide(root, "c1", "set_reading", "広場で市を開く", value="ヒロバデイチヲヒラク")]
    )
    (row,) = [row for row in release(root, 1).values() if row["name"] == "広場で市を開く"]
    assert (row["name_kana"], row["name_romaji"]) == ("ヒロバデイチヲヒラク", "hirobadeichiohiraku")


def test_an_unreadable_line_holds_the_plan_back(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    (root / "corrections" / f"{PLAN}.jsonl").write_text('{"id": 1}\n{}\n', "utf-8")
    plan = CheckedPlan(read_sources(root / "raw").plans[0].source, extract(root / "raw" / PLAN / "plan.txt"))
    corrected = apply_corrections(plan, root / "corrections").plan
    kinds = [issue.kind for issue in corrected.extraction.issues if issue.severity == "block"]
    assert kinds == ["correction_invalid", "correction_invalid"]


def run(root: Path, *arguments: str) -> tuple[int, str]:
    options = ["--raw", str(root / "raw"), "--corrections", str(root / "corrections")]
    done = CliRunner().invoke(main, ["corrections", *options, *arguments])
    return done.exit_code, done.output


def test_the_command_shows_before_and_after(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    assert run(root) == (0, "訂正に問題はありません。\n")
    append_corrections(
        root / "corrections", PLAN, [decide(root, "c1", "rename", "出前講座を聞く", value="出前講座を開く")]
    )
    code, shown = run(root, PLAN)
    assert code == 0
    assert "出前講座を聞く → 出前講座を開く" in shown
    lay_down(root, TEXT.replace("出前講座を聞く", "公開講座を始める"))
    code, shown = run(root)
    assert code == 1
    assert "[reopened]" in shown
    assert run(root, "--lint")[0] == 0
    assert run(root, "nowhere-1")[0] == 2


def test_the_command_lints_every_file(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    folder = root / "corrections"
    (folder / f"{PLAN}.jsonl").write_text('{"id": "1", "act": "rename"}\n{"id"', "utf-8")
    (folder / "gone-1.jsonl").write_text("", "utf-8")
    (folder / "lookups.toml").write_text("[[lookup]]\n", "utf-8")
    (folder / "notes.docx").write_text("", "utf-8")
    (folder / "transcribed").mkdir()
    (folder / "transcribed" / "page12.txt").write_text("", "utf-8")
    (folder / "transcribed" / f"{'0' * 64}-p12.txt").write_text("", "utf-8")
    code, shown = run(root, "--lint")
    assert code == 1
    for told in (f"{PLAN}.jsonl:1:", "途中で切れて", "gone-1", "lookups.toml", "notes.docx", "page12.txt", "-p12.txt"):
        assert told in shown


def test_a_typed_page_goes_through_the_same_door(tmp_path: Path) -> None:
    root = lay_down(tmp_path)
    source = read_sources(root / "raw").plans[0]
    folder = root / "corrections" / "transcribed"
    folder.mkdir()
    typed = folder / f"{source.source.sha256}-p3.txt"
    typed.write_text("基本目標3 みらいへつたえる\n(1) 歴史を学ぶ\n(2) 文化を残す\n", "utf-8")
    found = transcriptions(root / "corrections", source.source.sha256)
    assert found == {3: typed}
    read = extract(source.path)
    taken = take_transcribed(read, {page: extract(path) for page, path in found.items()})
    assert taken.source == read.source
    assert taken.structures[0] == read.structures[0]
    assert [node.name for node in taken.structures[1].nodes] == ["みらいへつたえる", "歴史を学ぶ", "文化を残す"]
    assert {(node.evidence.page, node.evidence.line) for node in taken.structures[1].nodes} == {(3, None)}
    assert take_transcribed(taken, {3: extract(typed)}).structures == taken.structures
    again = take_transcribed(read, {None: extract(typed)})
    assert [node.ref[:2] for node in again.structures[0].nodes] == ["t:"] * 3
