"""A look at everything a run needs (点検) → one line each: well, a warning, or a fault with its remedy. IO: reads, tries to write.

Each check is one function; what it raises is itself a fault, so a doctor never breaks down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows.doctor import machine, state
from flows.doctor.finding import Finding, Place

CHECKS: dict[str, Callable[[Place], Finding | Iterator[Finding]]] = {
    "Python": machine.python,
    "ライブラリ": machine.versions,
    "追加の機能": machine.extras,
    "日本語のフォント": machine.fonts,
    "空き容量": machine.disk,
    "フォルダー": state.folders,
    "出典情報": state.manifests,
    "訂正": state.corrections,
    "設定": state.settings,
    "Prefect": state.database,
    "データベース": state.databases,
    "ポータル": machine.portal,
    "時計": machine.clock,
    "名前の解決": machine.names,
    "ロック": state.locks,
    "前回の実行": state.last_run,
    "公開データ": state.release,
}


def examine(place: Place) -> Iterator[Finding]:
    """Every check, as it is done."""
    for title, check in CHECKS.items():
        try:
            found = check(place)
            yield from ([found] if isinstance(found, Finding) else found)
        except Exception as error:  # a doctor that breaks down helps nobody
            yield Finding(title, "fail", f"調べられません（{error}）", "この行を添えて開発者に知らせてください。")
