"""`taikei corrections`: every file people wrote checked, and what becomes of each decision, before → after. IO: reads.

Nothing is written and nothing published; Prefect is not needed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
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

_OTHER_FILES = ("README.md", "lookups.toml", "withdrawals.toml", "transcribed")


@click.command()
@click.argument("plan_ids", nargs=-1, metavar="[PLAN_ID...]")
@click.option("--raw", type=FOLDER_THAT_IS, default="raw", show_default=True, help="計画の文書と出典情報のフォルダ。")
@click.option(
    "--corrections", "folder", type=FOLDER_THAT_IS, default="corrections", show_default=True, help="訂正のフォルダ。"
)
@click.option("--lint", "lint_only", is_flag=True, help="書き方だけを調べ、文書は読みません。")
def corrections(plan_ids: tuple[str, ...], raw: Path, folder: Path, lint_only: bool) -> None:
    """職員による訂正を調べ、計画（既定はすべて）ごとに結果を「前 → 後」で示します。

    終了コード: 0 すべてよい、1 直すか決め直すものがある、2 使い方の誤り。
    """
    from extractors.read_sources import read_sources

    found = read_sources(raw)
    plans = {plan.source.plan_id: plan for plan in found.plans}
    known = {*plans, *found.refused}
    for plan_id in plan_ids:
        if plan_id not in known:
            raise click.UsageError(f"{raw} に計画「{plan_id}」がありません。フォルダ名を確かめてください。")
    wrong = list(_lint(folder, known, {plan.source.sha256 for plan in found.plans}))
    wrong += [f"{plan_id}: {found.refused[plan_id]}" for plan_id in plan_ids if plan_id in found.refused]
    for message in wrong:
        click.echo(message)
    asked = 0
    if not lint_only:
        wanted = [plans[id] for id in plan_ids or sorted(plans) if id in plans and (plan_ids or _has_any(folder, id))]
        for plan in wanted:
            asked += _tell(plan, plans, folder)
    if not wrong and not asked:
        click.echo("訂正に問題はありません。")
    sys.exit(ATTENTION if wrong or asked else 0)


def _lint(folder: Path, plan_ids: set[str], digests: set[str]) -> Iterator[str]:
    """One sentence per thing that does not hold in the folder."""
    from extractors.lookups import read_lookups
    from extractors.read_corrections import read_corrections
    from extractors.transcribed import FOLDER, misnamed

    for path in sorted(folder.iterdir()):
        if path.suffix == ".jsonl" and path.is_file():
            read = read_corrections(path)
            yield from (f"{fault.file}:{fault.line}: {fault.message}" for fault in read.faults)
            if read.torn:
                yield f"{path.name}: 最後の行が途中で切れています。保存されていない訂正です。もう一度入力してください。"
            if path.stem not in plan_ids:
                yield f"{path.name}: この名前の計画が raw/ にありません。"
        elif path.name not in _OTHER_FILES and not path.name.startswith("."):
            yield f"{path.name}: 訂正のフォルダに置くファイルではありません。"
    yield from (f"{fault.file}: {fault.message}" for fault in read_lookups(folder)[1])
    for name in misnamed(folder):
        yield f"{FOLDER}/{name}: 書き起こしの名前は「文書のsha256.txt」か「文書のsha256-p12.txt」です。"
    for path in sorted((folder / FOLDER).glob("*.txt")):
        if path.name not in misnamed(folder) and path.name[:64] not in digests:
            yield f"{FOLDER}/{path.name}: このsha256の文書が raw/ にありません。"


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
    return sum(outcome.state in _ASKED for outcome in corrected.outcomes)


def outcome_lines(plan_id: str, corrected: CorrectedPlan) -> Sequence[str]:
    """A heading with the counts, and one line per decision."""
    from schemas.correction import ACTIONS, STATES

    if not corrected.outcomes:
        return [f"{plan_id}: 訂正はありません。"]
    counts = Counter(outcome.state for outcome in corrected.outcomes)
    lines = [f"{plan_id}: " + "、".join(f"{title} {counts[state]}" for state, title in STATES.items() if counts[state])]
    for outcome in corrected.outcomes:
        made = outcome.correction
        value = f"{outcome.before or '（なし）'} → {outcome.after or '（なし）'}"
        if made.action in ("accept", "dismiss"):
            value = f"{outcome.before or made.quote or '計画'}（{made.field}）"
        line = f"  [{outcome.state}] {made.id} {ACTIONS[made.action]} {made.key or '計画'}: {value}"
        lines.append(line if outcome.state == "applied" else f"{line}　{outcome.message}")
    return lines


def _corrected(plan: RawPlan, plans: dict[str, RawPlan], folder: Path) -> CorrectedPlan | str:
    """As the run would: read, held against the edition before, corrected; one sentence where it cannot be read."""
    from extractors.apply_corrections import apply_corrections
    from extractors.extract import extract
    from extractors.predecessors import held_against_predecessors
    from extractors.transcribed import take_transcribed, transcriptions
    from schemas.checked_plan import CheckedPlan

    read = []
    for each in (plan, plans.get(plan.source.supersedes or "")):
        if each is not None:
            typed = {page: extract(path) for page, path in transcriptions(folder, each.source.sha256).items()}
            extraction = extract(each.path)
            read.append(CheckedPlan(each.source, take_transcribed(extraction, typed) if typed else extraction))
    error = read[0].extraction.error
    if error is not None and not read[0].extraction.structures:
        return error.message
    return apply_corrections(held_against_predecessors(read)[0], folder)
