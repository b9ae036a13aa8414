"""A look at everything a run needs (点検) → one line each: well, a warning, or a fault with its remedy. IO: reads, tries to write.

Each check is one function; what it raises is itself a fault, so a doctor never breaks down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flows import doctor_machine, doctor_state
from flows.doctor_finding import Finding, Place

CHECKS: dict[str, Callable[[Place], Finding | Iterator[Finding]]] = {
    "Python": doctor_machine.python,
    "ライブラリ": doctor_machine.versions,
    "追加の機能": doctor_machine.extras,
    "日本語のフォント": doctor_machine.fonts,
    "空き容量": doctor_machine.disk,
    "フォルダ": doctor_state.folders,
    "出典情報": doctor_state.manifests,
    "設定": doctor_state.settings,
    "Prefect": doctor_state.database,
    "データベース": doctor_state.databases,
    "ポータル": doctor_machine.portal,
    "時計": doctor_machine.clock,
    "名前の解決": doctor_machine.names,
    "ロック": doctor_state.locks,
    "前回の実行": doctor_state.last_run,
    "公開データ": doctor_state.release,
}


def examine(place: Place) -> Iterator[Finding]:
    """Every check, as it is done."""
    for title, check in CHECKS.items():
        try:
            found = check(place)
            yield from ([found] if isinstance(found, Finding) else found)
        except Exception as error:  # a doctor that breaks down helps nobody
            yield Finding(title, "fail", f"調べられません（{error}）", "この行を添えて開発者に知らせてください。")
