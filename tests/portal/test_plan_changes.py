"""What a push intends, without a portal: planning is pure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishers.municipality_files import municipality_files
from publishers.portal.cut_release import LONGEST_HEADING, wanted_datasets
from publishers.portal.datasets import Changes, Found, FoundDataset, FoundFile, FoundTable, WantedDataset, WantedFile
from publishers.portal.failures import DatasetRefused, Misuse
from publishers.portal.plan_changes import DATASTORE_TYPES, find_licence, plan_changes
from publishers.portal.settings import Settings
from publishers.portal.tell_changes import summary, tell_changes
from publishers.table_rows import no_tables
from schemas.tables import described
from tests.portal.small_release import NAMES, make_tables

SETTINGS = Settings("https://portal.example.lg.jp")
NOTHING = Found(None, None)


def wanted(names: tuple[str, ...] = NAMES, settings: Settings = SETTINGS) -> WantedDataset:
    return wanted_datasets(make_tables(names), "2026.4.1", settings)[0]


def plan(dataset: WantedDataset, found: Found) -> Changes:
    return plan_changes(dataset, found, "cc-by", datastore=True)


def after(dataset: WantedDataset, found: Found, changes: Changes) -> Found:
    """The portal when all changes went through."""
    files = dict(found.dataset.files) if found.dataset else {}
    for file in (*changes.add, *changes.replace, *changes.relabel):
        table = files[file.id].table if file.id in files else None
        files[file.id] = FoundFile(file.id, file.title, file.description, file.format, file.sha256, table)
    for load in changes.load:
        files[load.file.id] = replace(files[load.file.id], table=found_table(load.file))
    before = found.dataset or FoundDataset(
        "id", "now", True, dataset.organisation, dataset.mark, dataset.title, "", (), "", {}
    )
    tags = tuple(tag["name"] for tag in changes.fields.get("tags", ())) or before.tags  # type: ignore[attr-defined]
    return Found(
        "active",
        replace(
            before,
            title=str(changes.fields.get("title", before.title)),
            notes=str(changes.fields.get("notes", before.notes)),
            licence=str(changes.fields.get("license_id", before.licence)),
            tags=tags,
            files=files,
        ),
    )


def found_table(file: WantedFile) -> FoundTable:
    assert file.table is not None
    columns = tuple((column.ja, DATASTORE_TYPES[column.type]) for column in file.table.columns)
    return FoundTable(file.table.sha256, columns)


def settled(dataset: WantedDataset) -> Found:
    return after(dataset, NOTHING, plan(dataset, NOTHING))


def test_an_empty_portal_gets_everything_at_once_and_public_only_then() -> None:
    dataset = wanted()
    changes = plan(dataset, NOTHING)
    assert changes.create_organisation
    assert changes.create_dataset
    assert changes.fields["private"] is False
    assert [file.name for file in changes.add] == [
        "132021_plan.csv",
        "132021_policy.csv",
        "132021_source.csv",
        "132021_issue.csv",
        "132021_policy_tree.json",
    ]
    assert [load.anew for load in changes.load] == [True] * 4


def test_a_second_plan_is_empty() -> None:
    changes = plan(wanted(), settled(wanted()))
    assert not changes.any
    assert list(tell_changes(wanted(), changes)) == ["132021-seisaku-taikei: 変更はありません"]


def test_one_value_changed_touches_the_files_it_stands_in() -> None:
    changed = wanted((*NAMES[:-1], "広場で市を開かない"))
    changes = plan(changed, settled(wanted()))
    assert [file.name for file in changes.replace] == ["132021_policy.csv", "132021_policy_tree.json"]
    assert [(load.file.name, load.anew) for load in changes.load] == [("132021_policy.csv", False)]
    assert not changes.add
    assert changes.fields == {"version": "2026.4.1"}
    assert summary(changes) == "入れ替えたファイル 2、DataStoreの表 1"


def test_ids_of_resources_depend_on_names_alone() -> None:
    first = {file.name: file.id for file in wanted().files}
    assert first == {file.name: file.id for file in wanted(("別の名称",)).files}
    assert first["132021_policy.csv"] == "6642eb21-82b6-5f0d-b609-725b49da2d34"


def test_a_table_that_lost_its_last_row_keeps_its_resource() -> None:
    found = settled(wanted())
    changes = plan(wanted(()), found)
    assert "132021_policy.csv" in [file.name for file in changes.replace]
    assert "132021_policy.csv" in [load.file.name for load in changes.load]
    assert "132021_policy.csv" not in [file.name for file in plan(wanted(()), NOTHING).add]


def test_other_columns_make_the_table_anew() -> None:
    found = settled(wanted())
    assert found.dataset is not None
    file = next(file for file in wanted().files if file.name == "132021_policy.csv")
    older = replace(found.dataset.files[file.id], table=FoundTable("", (("ID", "text"), ("名前", "text"))))
    found = Found("active", replace(found.dataset, files={**found.dataset.files, file.id: older}))
    assert [(load.file.name, load.anew) for load in plan(wanted(), found).load] == [(file.name, True)]


def test_what_staff_added_stays() -> None:
    found = settled(wanted())
    assert found.dataset is not None
    own = FoundFile("own", "職員のファイル", "", "PDF", "", None)
    dataset = replace(found.dataset, files={**found.dataset.files, "own": own}, tags=("まち", "基本計画", "施策体系"))
    assert not plan(wanted(), Found("active", dataset)).any
    dataset = replace(dataset, tags=("まち",))
    tags = plan(wanted(), Found("active", dataset)).fields["tags"]
    assert tags == [{"name": "まち"}, {"name": "基本計画"}, {"name": "施策体系"}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mark": ""}, "別のデータセット"),
        ({"organisation": "other"}, "別のデータセット"),
        ({"active": False}, "削除"),
    ],
)
def test_a_name_that_is_taken_is_refused(change: dict[str, object], said: str) -> None:
    found = settled(wanted())
    assert found.dataset is not None
    with pytest.raises(DatasetRefused, match=said):
        plan(wanted(), Found("active", replace(found.dataset, **change)))  # type: ignore[arg-type]


def test_a_deleted_organisation_is_refused() -> None:
    with pytest.raises(DatasetRefused, match="組織 132021"):
        plan(wanted(), Found("deleted", None))


def test_without_datastore_only_files() -> None:
    assert plan_changes(wanted(), NOTHING, "cc-by", datastore=False).load == ()


@given(
    missing=st.sets(st.integers(0, 4)),
    other=st.sets(st.integers(0, 4)),
    unmarked=st.sets(st.integers(0, 3)),
    fields=st.fixed_dictionaries({}, optional={"title": st.text(), "notes": st.text(), "licence": st.text()}),
)
def test_whatever_state_is_found_one_push_settles_it(
    missing: set[int], other: set[int], unmarked: set[int], fields: dict[str, str]
) -> None:
    dataset = wanted()
    whole = settled(dataset)
    assert whole.dataset is not None
    files = dict(whole.dataset.files)
    ids = list(files)
    for place in unmarked:
        files[ids[place]] = replace(files[ids[place]], table=None)
    for place in other:
        files[ids[place]] = replace(files[ids[place]], sha256="0" * 64, title="別")
    for place in missing:
        del files[ids[place]]
    found = Found("active", replace(whole.dataset, files=files, **fields))  # type: ignore[arg-type]
    changes = plan(dataset, found)
    assert not plan(dataset, after(dataset, found, changes)).any
    assert {file.id for file in changes.add} == {ids[place] for place in missing}


def test_the_licence_is_one_the_portal_knows() -> None:
    assert find_licence(["notspecified", "cc-by"], "") == "cc-by"
    assert find_licence(["cc-by", "CC-BY-4.0"], "") == "CC-BY-4.0"
    assert find_licence(["my-cc"], "my-cc") == "my-cc"
    with pytest.raises(Misuse, match="ライセンス"):
        find_licence(["notspecified"], "")
    with pytest.raises(Misuse, match="cc-x"):
        find_licence(["cc-by"], "cc-x")


def test_per_plan_every_plan_has_its_own_rows() -> None:
    settings = replace(SETTINGS, dataset="plan")
    tables = make_tables(towns=("132021", "012131"), plans=2)
    datasets = wanted_datasets(tables, "1", settings)
    assert [dataset.name for dataset in datasets] == [
        "012131-seisaku-taikei-p000001",
        "012131-seisaku-taikei-p000002",
        "132021-seisaku-taikei-p000001",
        "132021-seisaku-taikei-p000002",
    ]
    rows = [row["id"] for dataset in datasets for file in dataset.files if file.table for row in file.table.rows]
    assert len(rows) == len(set(rows)) == sum(len(part) for part in tables.values())
    assert len({file.id for dataset in datasets for file in dataset.files}) == 4 * len(datasets[0].files)


def test_per_municipality_all_rows_of_all_its_plans() -> None:
    tables = make_tables(towns=("132021", "012131"), plans=2)
    datasets = wanted_datasets(tables, "1", SETTINGS)
    assert [dataset.name for dataset in datasets] == ["012131-seisaku-taikei", "132021-seisaku-taikei"]
    assert all(name.isascii() for dataset in datasets for name in (dataset.name, *(f.name for f in dataset.files)))
    assert "立川市『第2次立川市まなび計画』を加工して作成" in datasets[1].notes
    rows = [row["id"] for dataset in datasets for file in dataset.files if file.table for row in file.table.rows]
    assert len(rows) == len(set(rows)) == sum(len(part) for part in tables.values())


def test_the_files_are_those_the_release_has_for_the_municipality() -> None:
    tables = make_tables(towns=("132021", "012131"), plans=2)
    files = {
        file.name: file.data for d in wanted_datasets(tables, "1", SETTINGS) for file in d.files if not file.optional
    }
    released = {path.rpartition("/")[2]: data for path, data in municipality_files(tables)}
    assert len(released) == 8
    assert {name: files[name] for name in released} == released


def test_tags_have_no_character_that_ckan_refuses() -> None:
    tables = make_tables()
    tables["plan"][0]["plan_kind"] = "計画・ビジョン（案）"
    assert wanted_datasets(tables, "1", SETTINGS)[0].tags == ("施策体系", "計画ビジョン案")


def test_an_empty_release_wants_nothing_and_deletes_nothing() -> None:
    assert wanted_datasets(no_tables(), "1", SETTINGS) == ()


def test_every_heading_fits_the_datastore() -> None:
    assert all(len(column.ja.encode()) <= LONGEST_HEADING for table in described() for column in table.columns)
