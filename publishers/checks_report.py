"""Checks of a built release → quality/checks.json: which, of how many things, what they found (検査の結果). Pure.

The report is made before it is in the release itself: the counts are those of all other files.
"""

from __future__ import annotations

from typing import Any

from publishers.verification import Verification

CHECKS_REPORT = "quality/checks.json"

TITLES: dict[str, str] = {
    "readable": "読込み",
    "checksums": "チェックサム",
    "paths": "ファイル名",
    "csv_form": "CSVの形",
    "same_rows": "CSV・JSON・Parquetの一致",
    "rebuilt": "表からの作り直し",
    "parts": "自治体別ファイルと品質",
    "delta": "前の版との差分",
    "chain": "版の連なり",
    "licence": "利用条件と出典",
    "values": "値と参照",
    "codes": "自治体コード",
    "characters": "文字",
    "periods": "計画期間と日付",
    "tree": "体系",
    "counts": "件数",
    "marks": "確認状況",
    "evidence": "根拠",
    "readings": "読み",
    "changes": "版の変更",
    "ids": "恒久ID",
    "archived": "収めた文書",
    "sources": "文書との照合",
    "json_schema": "JSON Schema",
    "frictionless": "Frictionless",
    "csvw": "CSVW",
    "dcat": "DCAT-AP",
    "skos": "SKOS",
    "site": "サイト",
}
"""What each check is called before people."""


def checks_report(verification: Verification) -> dict[str, Any]:
    """The report in JSON terms; the same release gives the same bytes."""
    checks = [
        {
            "check": done.check,
            "title": TITLES[done.check],
            "checked": done.count,
            "faults": sum(found.severity == "fault" for found in done.findings),
            "notices": [
                {"place": found.place, "message": found.message}
                for found in done.findings
                if found.severity == "notice"
            ],
        }
        for done in verification.checks
    ]
    return {
        "clean": not verification.faults,
        "checked": sum(done.count for done in verification.checks),
        "checks": checks,
    }
