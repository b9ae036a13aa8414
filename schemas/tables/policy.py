"""policy: one node of a hierarchy (施策体系), from 基本目標 down to a single 取組. No IO."""

from __future__ import annotations

import pandas as pd

from schemas.tables.columns import ID, column, table
from schemas.tables.head import (
    METHOD,
    Head,
    first_published,
    last_changed,
    line,
    note,
    page,
    plan_id,
    review_status,
    sort_order,
)

LEVEL_TYPE = {
    "goal": ("基本目標・政策目標など", "goal"),
    "direction": ("方向・方針など", "direction"),
    "measure": ("政策・施策など", "measure"),
    "initiative": ("取組・推進項目など", "initiative"),
    "project": ("事業など", "project"),
}


class Policy(Head):
    """One node; its parent stands in the same table."""

    plan_id: str = plan_id()
    structure: pd.Int64Dtype = column(
        "体系番号",
        "Hierarchy",
        "計画に複数の体系があるときの番号（1から）",
        "Number of the hierarchy within the plan, from 1",
        at_least=1,
    )
    parent_id: str = column(
        "親ID", "Parent", "親の項目のID。最上位は空", "Parent node; empty at the top", nullable=True, pattern=ID
    )
    level: pd.Int64Dtype = column(
        "階層", "Level", "印刷された階層（最上位が1）", "Printed level, 1 at the top", at_least=1
    )
    level_skipped: pd.BooleanDtype = column(
        "階層の飛び",
        "Level skipped",
        "親との間で階層が飛んでいると記録されているか",
        "Whether a level between the node and its parent is declared as skipped",
    )
    level_name: str = column(
        "階層名", "Level name", "階層の名前（印刷のとおり）", "Name of the level as printed", nullable=True
    )
    level_type: str = column(
        "階層種別",
        "Level type",
        "階層名から分かる種別",
        "Kind of level, where its name tells",
        nullable=True,
        codes=LEVEL_TYPE,
    )
    label: str = column("番号", "Label", "番号や記号（印刷のとおり）", "Number or marker as printed", nullable=True)
    label_normalized: str = column(
        "番号_正規化",
        "Label, normalised",
        "照合用に幅などをそろえた番号",
        "Label with widths unified, for matching",
        nullable=True,
    )
    name: str = column("名称", "Name", "項目の名称（印刷のとおり）", "Name of the node as printed")
    name_normalized: str = column(
        "名称_正規化",
        "Name, normalised",
        "照合用に幅や空白をそろえた名称",
        "Name with widths and spaces unified, for matching",
    )
    name_kana: str = column("名称_カナ", "Name in kana", "名称の読み", "Reading of the name", nullable=True)
    name_romaji: str = column("名称_英字", "Name in romaji", "名称のローマ字", "Name in Latin letters", nullable=True)
    subtitle: str = column(
        "副題",
        "Subtitle",
        "名称に添えられた副題（印刷のとおり）",
        "Subtitle beside the name, as printed",
        nullable=True,
    )
    sort_order: pd.Int64Dtype = sort_order()
    path: str = column(
        "経路", "Path", "最上位からこの項目までの番号と名称", "Labels and names from the top to this node"
    )
    description: str = column(
        "説明",
        "Description",
        "項目の説明（印刷のとおり）。収録者の要約は載せない",
        "Description as printed; what an editor paraphrased is left out",
        nullable=True,
    )
    department: str = column(
        "担当課", "Departments", "担当課。複数は ; で区切る", "Departments in charge, separated by ;", nullable=True
    )
    source_page: pd.Int64Dtype = page()
    source_line: pd.Int64Dtype = line()
    extraction_method: str = column(
        "抽出方法", "Extraction method", "どのように読み取ったか", "How the row was read", codes=METHOD
    )
    review_status: str = review_status()
    first_published: str = first_published()
    last_changed: str = last_changed()
    note: str = note()

    class Config:
        metadata = table(
            "施策体系",
            "Policy hierarchy",
            "施策体系の1項目",
            "One node of a hierarchy",
            foreign={"plan_id": "plan", "parent_id": "policy"},
            carried=("first_published", "last_changed"),
            quiet=("sort_order", "source_page", "source_line", "extraction_method", "review_status"),
        )
