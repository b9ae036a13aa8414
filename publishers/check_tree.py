"""Edition → issues that its tree, its period and its municipality raise before anything is tabulated. Pure.

Counts a plan declares of itself are compared where the document is read; here stands what must hold for any tree.
"""

from __future__ import annotations

from collections.abc import Mapping

from publishers.editions import Edition
from publishers.plan_input import Municipality
from schemas.issue import Issue
from schemas.plan import Node, Structure
from schemas.structure import Evidence
from schemas.tables.policy_wide import DEEPEST


def check_tree(edition: Edition, municipalities: Mapping[str, Municipality]) -> tuple[Issue, ...]:
    """Every rule on one edition."""
    found: list[Issue] = []
    for index, structure in edition.structures:
        found += _nodes(index, structure, edition.issues)
    return (*found, *_status(edition), *_period(edition), *_municipality(edition, municipalities))


def declared_skips(issues: tuple[Issue, ...]) -> frozenset[tuple[int | None, str]]:
    """Nodes of which an issue says that a level above them is skipped (階層の飛び)."""
    return frozenset(
        (issue.structure, node) for issue in issues if issue.kind == "level_skipped" for node in issue.nodes
    )


def _nodes(index: int, structure: Structure, issues: tuple[Issue, ...]) -> list[Issue]:
    seen: dict[str, Node] = {}
    declared = declared_skips(issues)
    found = []
    for node in structure.nodes:
        parent = seen.get(node.parent) if node.parent is not None else None
        if node.id in seen:
            found.append(_of_node("value_invalid", index, node, "同じ番号の項目が二つあります。", "id"))
        elif node.parent is not None and parent is None:
            found.append(_of_node("value_invalid", index, node, "上位項目が前にありません。", "parent_id"))
        elif parent is not None and node.level <= parent.level:
            found.append(
                _of_node(
                    "value_invalid",
                    index,
                    node,
                    "階層が上位項目より深くありません。印刷の階層を確かめてください。",
                    "level",
                )
            )
        elif node.level != (parent.level if parent else 0) + 1 and (index, node.id) not in declared:
            found.append(
                _of_node(
                    "level_skipped",
                    index,
                    node,
                    "上位項目との間の階層が飛んでいます。印刷のとおりか確かめてください。",
                    "level",
                )
            )
        if node.level > DEEPEST:
            found.append(
                _of_node("value_invalid", index, node, f"{DEEPEST}階層より深い項目は横持ちの表に載りません。", "level")
            )
        seen.setdefault(node.id, node)
    return found


def _of_node(kind: str, index: int, node: Node, message: str, field: str) -> Issue:
    return Issue(
        kind,
        f"「{node.name}」: {message}",
        node.evidence,
        refs=(node.ref,),
        field=field,
        structure=index,
        nodes=(node.id,),
    )


def _period(edition: Edition) -> list[Issue]:
    start, end = edition.plan.start_year, edition.plan.end_year
    if start is None or end is None or start <= end:
        return []
    text = edition.plan.period_text or ""
    return [
        Issue(
            "value_invalid",
            f"計画期間の開始年度（{start}年度）が終了年度（{end}年度）より後になっています。正しい年度を入力してください。",
            Evidence(text),
            field=field,
        )
        for field in ("start_year", "end_year")
    ]


def _municipality(edition: Edition, municipalities: Mapping[str, Municipality]) -> list[Issue]:
    source = edition.checked.source
    read = edition.plan.municipality_code
    listed = municipalities.get(source.municipality_code)
    if listed is None:
        return [
            Issue(
                "value_invalid",
                f"自治体コード {source.municipality_code} はコード表にありません。source.toml を直してください。",
                Evidence(source.municipality),
            )
        ]
    if read is not None and read != source.municipality_code:
        name = municipalities[read].name if read in municipalities else read
        return [
            Issue(
                "municipality_mismatch",
                f"文書からは「{name}」と読めますが、source.toml は「{listed.name}」です。"
                "登録が誤りなら source.toml を直し、文書の読み違いならそのままでよいと記録してください。",
                Evidence(edition.plan.municipality or ""),
            )
        ]
    return []


def _status(edition: Edition) -> list[Issue]:
    if edition.plan.status is not None:
        return []
    return [
        Issue(
            "status_missing",
            "案か成案かの記載が、文書にも登録の題名にもありません。状態は空のまま公開します。",
            Evidence(edition.title),
            field="status",
        )
    ]
