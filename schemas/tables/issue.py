"""issue: every open exception (要確認事項). No IO."""

from __future__ import annotations

import pandas as pd

from schemas.issue import KINDS
from schemas.tables.columns import ID, IDS, column, table
from schemas.tables.head import Head, line, note, page

SEVERITY = {
    "error": ("解決するまで該当項目を公開しない", "not published until settled"),
    "warning": ("公開するが確認が必要", "published, to be confirmed"),
    "notice": ("参考", "for information"),
}
RESPONSIBLE = {
    "staff": ("計画を作成した担当課", "the office that wrote the plan"),
    "steward": ("データ管理者", "who answers for the data"),
}
KIND_CODES = {key: (kind.title, key.replace("_", " ")) for key, kind in KINDS.items()}


class Issue(Head):
    """One thing that is wrong or uncertain in one document."""

    id: str = column(
        "ID",
        "Identifier",
        "出典文書のIDと内容から作る識別子",
        "Made from the source's identifier and the content",
        unique=True,
        pattern=ID + "-[0-9a-f]{12}",
    )
    plan_id: str = column("計画ID", "Plan", "計画のID", "Identifier of the plan", nullable=True, pattern=ID)
    source_id: str = column("出典ID", "Source", "出典文書のID", "Identifier of the document", pattern=ID)
    kind: str = column("種別", "Kind", "事項の種別", "Kind of exception", codes=KIND_CODES)
    kind_name: str = column("種別名", "Kind in words", "種別の日本語名", "Name of the kind in Japanese")
    severity: str = column("重要度", "Severity", "重要度", "Severity", codes=SEVERITY)
    responsible: str = column("対応者", "Who must act", "誰が対応するか", "Who must act", codes=RESPONSIBLE)
    policy_ids: str = column(
        "項目ID",
        "Nodes",
        "関係する公開項目のID。複数は ; で区切る",
        "Published nodes it touches, separated by ;",
        nullable=True,
        pattern=IDS,
    )
    field: str = column("項目", "Column", "関係する列（英語キー）", "Key of the column it is about", nullable=True)
    withheld_count: pd.Int64Dtype = column(
        "非公開項目数",
        "Nodes withheld",
        "この事項のために公開していない項目の数",
        "Number of nodes not published because of it; each is counted with one exception",
        at_least=0,
    )
    message: str = column("内容", "Message", "何が起きていて何を決めるか", "What was seen and what is to be decided")
    proposal: str = column("提案", "Proposal", "機械の提案", "What the machine would write", nullable=True)
    page: pd.Int64Dtype = page()
    line: pd.Int64Dtype = line()
    quote: str = column(
        "原文", "Quote", "その場所の記載（長いものは途中まで）", "The words there, long ones cut", nullable=True
    )
    note: str = note()

    class Config:
        metadata = table(
            "要確認事項",
            "Open exceptions",
            "1つの未解決の事項",
            "One open exception",
            foreign={"plan_id": "plan", "source_id": "source"},
        )
