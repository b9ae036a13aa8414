"""The site: whole, escaped, linked, and the same each time."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from publishers.previous import read_tables
from publishers.site import build_site, name_index
from publishers.site.build_site import site_files
from publishers.site.draw_years import draw_years
from publishers.site.list_files import list_files
from publishers.table_rows import Tables
from tests.publishers.site_sample import LATER, NASTY, VERSION, publish_sample

FILES = {"csv/policy.csv": (1200, "0" * 64)}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Seen(HTMLParser):
    """What a page holds: links, ids, elements, text; and whether every element is closed in its place."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.data: list[str] = []
        self._open: list[str] = []
        self.crossed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in ("href", "src"):
                self.fetched.append(value or "")
            elif name == "id":
                self.ids.append(value or "")
            elif name.startswith("on") or name == "style":
                self.handlers.append(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.data.append(data)
        else:
            self.text += data


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_sample(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def site(release: Path) -> Path:
    return release / "site"


@pytest.fixture(scope="module")
def tables(release: Path) -> Tables:
    return read_tables(release)


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Seen]:
    return {p.relative_to(site).as_posix(): Seen(p.read_text("utf-8")) for p in sorted(site.rglob("*.html"))}


def plan_named(tables: Tables, name: str) -> str:
    return next(str(row["id"]) for row in tables["plan"] if row["name"] == name)


def test_every_kind_of_page_is_there(pages: dict[str, Seen], tables: Tables) -> None:
    wanted = {"index.html", "search.html", "compare.html", "downloads.html", "dictionary.html"}
    wanted |= {f"plans/{row['id']}.html" for row in tables["plan"]}
    wanted |= {f"municipalities/{code}.html" for code in ("132021", "012131")}
    wanted |= {f"changes/{row['id']}.html" for row in tables["plan"] if row["supersedes"]}
    assert set(pages) == wanted
    assert sum(path.startswith("changes/") for path in pages) == 1


def test_links_lead_to_what_is_there(site: Path, pages: dict[str, Seen]) -> None:
    outside = set()
    for path, page in pages.items():
        for link in (*page.links, *page.fetched):
            parts = urlsplit(link)
            if parts.scheme:
                outside.add(link)
                continue
            assert not link.startswith("/"), f"{path}: {link} is not relative"
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            assert target.is_file(), f"{path}: {link}"
            if parts.fragment:
                there = target.resolve().relative_to(site.resolve()).as_posix()
                assert parts.fragment in pages[there].ids, f"{path}: {link}"
    assert outside == {"https://creativecommons.org/licenses/by/4.0/", "https://www.example.lg.jp/plan.pdf"}


def test_nothing_is_fetched_from_elsewhere(site: Path, pages: dict[str, Seen]) -> None:
    for path, page in pages.items():
        assert not [link for link in page.fetched if urlsplit(link).scheme], path
        assert not page.handlers, path
    for name in ("site.css", "site.js"):
        assert not re.search(
            r"https?://|url\(|@import|\bfetch\(|eval\(|innerHTML", (site / "static" / name).read_text()
        )


def test_pages_are_well_formed(pages: dict[str, Seen]) -> None:
    for path, page in pages.items():
        assert not page.crossed, path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.tags.count("h1") == 1, path
        assert page.tags.count("main") == 1, path


def test_every_row_of_a_plan_is_on_its_page(pages: dict[str, Seen], tables: Tables) -> None:
    for table, words in {
        "policy": ("id", "name", "label", "description"),
        "statement": ("id", "text", "description"),
        "term": ("id", "term", "definition"),
        "department": ("id", "name"),
        "issue": ("quote", "kind_name"),
        "timeline": ("era_label",),
    }.items():
        for row in tables[table]:
            page = pages[f"plans/{row['plan_id']}.html"]
            for key in words:
                if row[key] is not None:
                    assert str(row[key]) in (page.ids if key == "id" else page.text), (table, key, row[key])


def test_a_tree_is_nested_as_its_rows_are(site: Path, tables: Tables) -> None:
    plan = plan_named(tables, "立川市まなび計画")
    html = (site / "plans" / f"{plan}.html").read_text("utf-8")
    tree = html[html.index('<ul class="tree">') : html.index('<section aria-labelledby="statements">')]
    found: list[tuple[str, str | None]] = []
    above: list[str] = []
    for closing, id in re.findall(r'(</li>)|<li class="node" id="([^"]+)">', tree):
        if closing:
            above.pop()
        else:
            found.append((id, above[-1] if above else None))
            above.append(id)
    rows = [row for row in tables["policy"] if row["plan_id"] == plan]
    assert found == [(row["id"], row["parent_id"]) for row in rows]
    assert len(found) == len(LATER)


def test_names_stay_text(pages: dict[str, Seen], tables: Tables) -> None:
    plan = plan_named(tables, "立川市まなび計画")
    page = pages[f"plans/{plan}.html"]
    assert NASTY in page.text
    assert NASTY in pages[f"changes/{plan}.html"].text
    for path, seen in pages.items():
        assert "img" not in seen.tags, path
        assert not [link for link in seen.links if link.startswith("javascript:")], path


def test_marks_and_messages_stand_at_their_node(site: Path, tables: Tables) -> None:
    issue = next(row for row in tables["issue"] if row["kind"] == "ocr_suspected")
    html = (site / "plans" / f"{issue['plan_id']}.html").read_text("utf-8")
    start = html.index(f'id="{issue["policy_ids"]}"')
    node = html[start : html.index("</li>", start)]
    assert "要確認" in node
    assert f"{issue['kind_name']}（確認中）" in node
    assert issue["proposal"] == "一歩"
    assert "提案" not in html
    assert issue["message"] not in html, "what staff are asked to do is not said to the public"
    assert f"{issue['line']}行目" in html


def test_descriptions_for_search_engines(pages: dict[str, Seen], tables: Tables) -> None:
    front = json.loads(pages["index.html"].data[0])
    assert (front["@type"], front["version"], len(front["hasPart"])) == ("Dataset", VERSION, 3)
    assert {"encodingFormat", "contentUrl", "sha256", "contentSize", "@type"} == set(front["distribution"][0])
    plan = json.loads(pages[f"plans/{plan_named(tables, '立川市まなび計画')}.html"].data[0])
    assert plan["temporalCoverage"] == "2026-04-01/2031-03-31"
    assert 50 <= len(plan["description"]) <= 5000


def said_by(script: str) -> Any:
    """What a file of the index assigns."""
    return json.loads(script[script.index("] = ") + 4 : script.rindex(";")])


def test_the_index_holds_every_name(site: Path, tables: Tables) -> None:
    plans = said_by((site / "data" / "names" / "0.js").read_text("utf-8"))
    names = [(node[0], node[3], node[4]) for plan in plans for node in plan["nodes"]]
    assert sorted(names) == sorted((row["id"], row["name"], row["name_kana"]) for row in tables["policy"])
    assert not (site / "data" / "grams").exists()


def test_of_many_names_a_search_loads_the_files_that_hold_its_letters(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_index, "NODES", 1)
    monkeypatch.setattr(build_site, "FEW", 1)
    pages = {path: data.decode() for path, data in site_files(VERSION, tables, {}) if path.endswith(".js")}
    grams = [said_by(pages[f"site/data/grams/{number}.js"]) for number in range(name_index.SHARDS)]
    files = [said_by(pages[f"site/data/names/{number}.js"]) for number in range(len(tables["plan"]))]
    found: dict[str, set[int]] = {}
    for number, plans in enumerate(files):
        texts = [plan[key] for plan in plans for key in ("name", "kana", "romaji", "city")]
        texts += [text for plan in plans for node in plan["nodes"] for text in (*node[2:5], node[5])]
        for text in filter(None, texts):
            form = name_index.plain(text)
            for gram in (*form, *(form[at : at + 2] for at in range(len(form) - 1))):
                found.setdefault(gram, set()).add(number)
    assert {gram: holders for shard in grams for gram, holders in shard.items()} == {
        gram: sorted(holders) for gram, holders in found.items()
    }
    for number, shard in enumerate(grams):
        assert all(ord(gram[0]) % name_index.SHARDS == number for gram in shard)


def test_changes_stand_side_by_side(site: Path, tables: Tables) -> None:
    plan = plan_named(tables, "立川市まなび計画")
    html = (site / "changes" / f"{plan}.html").read_text("utf-8")
    lines = re.findall(r'<tr class="(\w+)">\n<td>(.*?)</td>.*?</td>\n<td>(.*?)</td>', html, re.DOTALL)
    changes = [row for row in tables["change"] if row["plan_id"] == plan]
    assert len(lines) == len(changes)
    for kind, old, new in lines:
        assert ("なし" in old) == (kind == "added")
        assert ("なし" in new) == (kind == "removed")
    names = [re.sub("<[^>]+>", "", old + new) for kind, old, new in lines if kind == "removed"]
    assert any("公民館の祭りを続ける" in name for name in names)


def test_same_rows_same_bytes(tables: Tables) -> None:
    first, second = (dict(site_files(VERSION, tables, {})) for _ in range(2))
    assert first == second
    assert not any(re.search(rb"\r", data) for data in first.values())


def test_bars_run_over_years_without_gap() -> None:
    years = ((2024, "前期"), (2025, "前期;見直し"), (2027, "前期"))
    rows = [
        {"fiscal_year": year, "era_label": None, "spans": spans, "events": "調査" if year == 2025 else None}
        for year, spans in years
    ]
    picture = draw_years({"start_year": 2024, "end_year": 2027}, rows)
    assert picture is not None
    assert [(bar.text, bar.years) for bar in picture.bars] == [
        ("この計画の期間", "2024–2027"),
        ("前期", "2024–2025"),
        ("見直し", "2025"),
        ("前期", "2027"),
    ]
    assert [star.x for star in picture.stars] == [picture.years[1].x]
    for bar in picture.bars:
        assert bar.left + bar.width <= picture.width


@pytest.mark.parametrize("end", [2200, None])
def test_no_picture_of_a_misread_period(end: int | None) -> None:
    assert draw_years({"start_year": 1990, "end_year": end}, []) is None


def test_files_of_every_kind_are_listed_once() -> None:
    files = dict.fromkeys(
        ("csv/policy.csv", "csv/plan.csv", "rdf/catalog.ttl", "README.md", "site/index.html"), (1, "0" * 64)
    )
    groups = list_files(files)
    assert [[file.path for file in group.files] for group in groups] == [
        ["csv/plan.csv", "csv/policy.csv"],
        ["rdf/catalog.ttl"],
        ["README.md"],
    ]


def test_many_plans_come_in_pages(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = read_tables(release)
    count = len(tables["plan"])
    assert count > 1
    monkeypatch.setattr(build_site, "PER_PAGE", 1)
    pages = dict(site_files(VERSION, tables, FILES))
    lists = ["index.html", *(f"plans-{number}.html" for number in range(2, count + 1))]
    assert {f"site/{name}" for name in lists} <= set(pages)
    shown = [Seen(pages[f"site/{name}"].decode()) for name in lists]
    for seen in shown:
        assert not seen.crossed
        assert [link for link in seen.links if link.endswith(".html#plans")] == [f"{name}#plans" for name in lists]
    linked = [{link for link in seen.links if link.startswith("plans/") and "#" not in link} for seen in shown]
    assert all(len(links) == 1 for links in linked)
    assert set.union(*linked) == {f"plans/{row['id']}.html" for row in tables["plan"]}
    names = pages["site/data/plans.js"].decode()
    assert all(str(row["id"]) in names for row in tables["plan"])
    assert len(pages["site/data/plans.js"]) < sum(
        len(data) for path, data in pages.items() if path.startswith("site/data/names/")
    )


def test_addresses_are_absolute_where_the_base_is_known(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIKEI_BASE_URL", "https://data.example.lg.jp/taikei/")
    tables = read_tables(release)
    pages = dict(site_files(VERSION, tables, FILES))
    plan = str(tables["plan"][0]["id"])
    base = "https://data.example.lg.jp/taikei"
    (whole,) = (json.loads(data) for data in Seen(pages["site/index.html"].decode()).data if data.strip())
    (one,) = (json.loads(data) for data in Seen(pages[f"site/plans/{plan}.html"].decode()).data if data.strip())
    assert whole["@id"] == f"{base}/latest/"
    assert {part["@id"] for part in whole["hasPart"]} == {f"{base}/id/{row['id']}" for row in tables["plan"]}
    assert all(file["contentUrl"].startswith(f"{base}/latest/") for file in whole["distribution"])
    assert (one["@id"], one["url"]) == (f"{base}/id/{plan}", f"{base}/latest/site/plans/{plan}.html")
    assert one["isPartOf"]["@id"] == whole["@id"]
