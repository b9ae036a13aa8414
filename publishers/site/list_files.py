"""Files of a release → what the downloads page says of each. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from publishers.site.views import File, FileGroup
from schemas.tables import described

GROUPS = (
    ("csv/", "表計算ソフト向け（CSV）", "For spreadsheets (CSV)"),
    ("json/", "プログラム向け（JSON）", "For programs (JSON)"),
    ("parquet/", "分析向け（Parquet）", "For analysis (Parquet)"),
    ("rdf/", "リンクトデータ（RDF）", "Linked data (RDF)"),
    ("by-municipality/", "自治体ごと", "By municipality"),
    ("delta/", "前の版との差分", "Changes since the release before"),
    ("schema/", "項目の定義（JSON Schema）", "Definitions (JSON Schema)"),
    ("quality/", "検査の結果", "Quality reports"),
    ("", "説明・目録", "Documentation and catalogues"),
)
"""Beginning of the path → heading; the last takes all that is left."""

SAID = {
    "json/policy_tree.json": ("入れ子の施策体系", "Hierarchies as nested trees"),
    "README.md": ("使い方とデータ辞書", "How to use, data dictionary"),
    "LICENSE.txt": ("利用条件と出典表示", "Licence and attributions"),
    "CHANGELOG.md": ("版ごとの変更", "Changes per release"),
    "datapackage.json": ("Data Package 記述子", "Data Package descriptor"),
    "csvw-metadata.json": ("CSV on the Web 記述子", "CSV on the Web descriptor"),
}


def list_files(files: Mapping[str, tuple[int, str]]) -> tuple[FileGroup, ...]:
    """files: path → bytes, sha256; those of the site itself are left out."""
    titles = {table.name: (table.ja, table.en) for table in described()}
    left = dict(sorted((path, entry) for path, entry in files.items() if not path.startswith("site/")))
    order = {name: number for number, name in enumerate(titles)}
    groups = []
    for beginning, ja, en in GROUPS:
        taken = [path for path in left if path.startswith(beginning)] if beginning else list(left)
        taken.sort(key=lambda path: (path.rpartition("/")[0], order.get(_stem(path), len(order)), path))
        if taken:
            groups.append(FileGroup(ja, en, tuple(_file(path, left.pop(path), titles) for path in taken)))
    return tuple(groups)


def own_files(groups: Sequence[FileGroup]) -> dict[str, list[File]]:
    """Code of a municipality → the files that hold its rows alone."""
    found: dict[str, list[File]] = defaultdict(list)
    for group in groups:
        for file in group.files:
            folder, _, rest = file.path.partition("/")
            if folder == "by-municipality":
                found[rest.partition("/")[0]].append(file)
    return found


def _file(path: str, entry: tuple[int, str], titles: Mapping[str, tuple[str, str]]) -> File:
    ja, en = SAID.get(path) or titles.get(_stem(path)) or ("", "")
    return File(path, ja, en, *entry)


def _stem(path: str) -> str:
    """Name of the table: without folder, code of the municipality and ending."""
    return re.sub("^[0-9]{6}_", "", path.rpartition("/")[2].partition(".")[0])


def table_files(files: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Path and media type of every table, for the description of the data set."""
    kinds = {"csv/": "text/csv", "json/": "application/jsonl", "parquet/": "application/vnd.apache.parquet"}
    for path in sorted(files):
        kind = kinds.get(path.partition("/")[0] + "/")
        if kind is not None:
            yield path, "application/json" if path.endswith(".json") else kind
