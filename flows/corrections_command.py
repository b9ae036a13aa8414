"""`taikei corrections`: every file people wrote checked, and what becomes of each decision, before → after. IO: reads.

Nothing is written and nothing published; Prefect is not needed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.folders import FOLDER_THAT_IS

if TYPE_CHECKING:
    from extractors.apply_corrections import CorrectedPlan
    from extractors.read_sources import RawPlan

ATTENTION = 1
_ASKED = ("reopened", "conflicting", "orphan")
"""States that people must look at."""

WITHDRAWALS = "withdrawals.toml"
_OTHER_FILES = ("README.md", "lookups.toml", WITHDRAWALS, "transcribed")


@click.command()
@click.argument("plan_ids", nargs=-1, metavar="[PLAN_ID...]")
@click.option("--raw", type=FOLDER_THAT_IS, default="raw", show_default=True, help="計画の文書と出典情報のフォルダー。")
@click.option(
    "--corrections", "folder", type=FOLDER_THAT_IS, default="corrections", show_default=True, help="訂正のフォルダー。"
)
@click.option("--lint", "lint_only", is_flag=True, help="書き方だけを調べ、文書は読みません。")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def corrections(plan_ids: tuple[str, ...], raw: Path, folder: Path, lint_only: bool, as_json: bool) -> None:
    """職員による訂正を調べ、計画（既定はすべて）ごとに結果を「前 → 後」で示します。

    終了コード: 0 すべてよい、1 直すか決め直すものがある、2 使い方の誤り。
    """
    from extractors.read_sources import read_sources

    found = read_sources(raw)
    plans = {plan.source.plan_id: plan for plan in found.plans}
    known = {*plans, *found.refused}
    for plan_id in plan_ids:
        if plan_id not in known:
            raise click.UsageError(
                _("{raw} に計画「{plan_id}」がありません。フォルダー名を確かめてください。").format(
                    raw=raw, plan_id=plan_id
                )
            )
    wrong = list(_lint(folder, known, {plan.source.sha256 for plan in found.plans}))
    wrong += [f"{plan_id}: {found.refused[plan_id]}" for plan_id in plan_ids if plan_id in found.refused]
    ids = [] if lint_only else [id for id in plan_ids or sorted(plans) if id in plans]
    wanted = [plans[id] for id in ids if plan_ids or _has_any(folder, id)]
    if as_json:
        shown = {plan.source.plan_id: _corrected(plan, plans, folder) for plan in wanted}
        asked = sum(map(_waiting, shown.values()))
        told = {"faults": wrong, "plans": {plan_id: _to_dict(each) for plan_id, each in shown.items()}}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        sys.exit(ATTENTION if wrong or asked else 0)
    for message in wrong:
        click.echo(message)
    asked = sum(_tell(plan, plans, folder) for plan in wanted)
    if not wrong and not asked:
        click.echo(_("訂正に問題はありません。"))
    sys.exit(ATTENTION if wrong or asked else 0)


def _waiting(corrected: CorrectedPlan | str) -> int:
    """How many outcomes people must look at."""
    if isinstance(corrected, str):
        return 1
    return sum(outcome.state in _ASKED for outcome in corrected.outcomes)


def _to_dict(corrected: CorrectedPlan | str) -> dict[str, object]:
    """Outcomes of one plan, or why it could not be read."""
    if isinstance(corrected, str):
        return {"error": corrected, "outcomes": []}
    return {
        "error": None,
        "outcomes": [
            {
                "id": outcome.correction.id,
                "action": outcome.correction.action,
                "key": outcome.correction.key,
                "field": outcome.correction.field,
                "state": outcome.state,
                "before": outcome.before,
                "after": outcome.after,
                "message": outcome.message,
            }
            for outcome in corrected.outcomes
        ],
    }


def faults_in(folder: Path, raw: Path) -> Iterator[str]:
    """One sentence per thing that does not hold in corrections/."""
    from extractors.read_sources import read_sources

    found = read_sources(raw)
    known = {plan.source.plan_id for plan in found.plans} | set(found.refused)
    yield from _lint(folder, known, {plan.source.sha256 for plan in found.plans})


def _lint(folder: Path, plan_ids: set[str], digests: set[str]) -> Iterator[str]:
    """One sentence per thing that does not hold in the folder."""
    from extractors.lookups import read_lookups
    from extractors.read_corrections import read_corrections
    from extractors.transcribed import FOLDER, misnamed
    from publishers.shrink_guard import read_withdrawals

    for path in sorted(folder.iterdir()):
        if path.suffix == ".jsonl" and path.is_file():
            read = read_corrections(path)
            yield from (f"{fault.file}:{fault.line}: {fault.message}" for fault in read.faults)
            if read.torn:
                yield _(
                    "{name}: 最後の行が途中で切れています。保存されていない訂正です。もう一度入力してください。"
                ).format(name=path.name)
            if path.stem not in plan_ids:
                yield _("{name}: この名前の計画が raw/ にありません。").format(name=path.name)
        elif path.name not in _OTHER_FILES and not path.name.startswith("."):
            yield _("{name}: 訂正のフォルダーに置くファイルではありません。").format(name=path.name)
    yield from (f"{fault.file}: {fault.message}" for fault in read_lookups(folder)[1])
    try:
        read_withdrawals(folder / WITHDRAWALS)
    except (ValueError, OSError) as error:
        yield str(error)
    for name in misnamed(folder):
        yield _("{folder}/{name}: 書き起こしの名前は「文書のsha256.txt」か「文書のsha256-p12.txt」です。").format(
            folder=FOLDER, name=name
        )
    for path in sorted((folder / FOLDER).glob("*.txt")):
        if path.name not in misnamed(folder) and path.name[:64] not in digests:
            yield _("{folder}/{name}: このsha256の文書が raw/ にありません。").format(folder=FOLDER, name=path.name)


def _has_any(folder: Path, plan_id: str) -> bool:
    return (folder / f"{plan_id}.jsonl").is_file() or (folder / "lookups.toml").is_file()


def _tell(plan: RawPlan, plans: dict[str, RawPlan], folder: Path) -> int:
    """Print the outcomes of one plan; how many of them people must look at."""
    corrected = _corrected(plan, plans, folder)
    if isinstance(corrected, str):
        click.echo(f"{plan.source.plan_id}: {corrected}")
        return 1
    for line in outcome_lines(plan.source.plan_id, corrected):
        click.echo(line)
    return _waiting(corrected)


def outcome_lines(plan_id: str, corrected: CorrectedPlan) -> Sequence[str]:
    """A heading with the counts, and one line per decision."""
    from schemas.correction import ACTIONS, STATES

    if not corrected.outcomes:
        return [_("{plan_id}: 訂正はありません。").format(plan_id=plan_id)]
    counts = Counter(outcome.state for outcome in corrected.outcomes)
    lines = [f"{plan_id}: " + "、".join(f"{title} {counts[state]}" for state, title in STATES.items() if counts[state])]
    for outcome in corrected.outcomes:
        made = outcome.correction
        none, whole = _("（なし）"), _("計画")
        value = f"{outcome.before or none} → {outcome.after or none}"
        if made.action in ("accept", "dismiss"):
            value = f"{outcome.before or made.quote or whole}（{made.field}）"
        line = f"  [{outcome.state}] {made.id} {ACTIONS[made.action]} {made.key or whole}: {value}"
        lines.append(line if outcome.state == "applied" else f"{line}　{outcome.message}")
    return lines


def _corrected(plan: RawPlan, plans: dict[str, RawPlan], folder: Path) -> CorrectedPlan | str:
    """As the run would: read, held against the edition before, corrected; one sentence where it cannot be read."""
    from extractors.apply_corrections import apply_corrections
    from extractors.extract import extract
    from extractors.predecessors import held_against_predecessors
    from extractors.transcribed import take_transcribed, transcriptions
    from schemas.checked_plan import CheckedPlan
    from schemas.plan import LEGIBLE

    read = []
    for each in (plan, plans.get(plan.source.supersedes or "")):
        if each is not None:
            typed = {page: extract(path) for page, path in transcriptions(folder, each.source.sha256).items()}
            extraction = extract(each.path)
            extraction = take_transcribed(extraction, typed) if typed else extraction
            read.append(CheckedPlan(each.source, extraction, document=each.path))
    error = read[0].extraction.error
    if error is not None and error.code not in LEGIBLE and not read[0].extraction.structures:
        return error.message
    return apply_corrections(held_against_predecessors(read)[0], folder)
