"""Changes → lines for people, as `--dry-run` prints them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from publishers.portal.datasets import Changes, WantedDataset

_FIELDS = {
    "title": "題名",
    "notes": "説明",
    "license_id": "ライセンス",
    "tags": "タグ",
    "private": "公開範囲",
    "version": "版",
}


def tell_changes(wanted: WantedDataset, changes: Changes) -> Iterator[str]:
    """One line per step; a single one where there is nothing to do."""
    if not changes.any:
        yield f"{wanted.name}: 変更はありません"
        return
    yield f"{wanted.name}: {wanted.title}"
    if changes.create_organisation:
        yield f"  組織を作る  {wanted.organisation} {wanted.organisation_title}"
    if changes.create_dataset:
        yield "  データセットを作る"
    elif changes.fields:
        yield f"  項目を直す  {'、'.join(_FIELDS[key] for key in changes.fields)}"
    for doing, files in (("載せる", changes.add), ("入れ替える", changes.replace), ("見出しを直す", changes.relabel)):
        for file in files:
            yield f"  ファイルを{doing}  {file.name} {len(file.data)} バイト sha256 {file.sha256}"
    for load in changes.load:
        rows = len(load.file.table.rows) if load.file.table else 0
        yield f"  DataStoreの表を{'作る' if load.anew else '直す'}  {load.file.name} {rows} 行"


def summary(changes: Changes) -> str:
    """What was done, in a few words."""
    done = [
        f"{what} {count}"
        for what, count in (
            ("新しいファイル", len(changes.add)),
            ("入れ替えたファイル", len(changes.replace)),
            ("DataStoreの表", len(changes.load)),
        )
        if count
    ]
    return "、".join(done) or "項目のみ"
