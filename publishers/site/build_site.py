"""Rows and files of a release → all files of its site. Pure but for reading the templates.

Every link is relative and names a file, so that the site works from a file system and under any path; nothing is asked
of any other host. Nothing in it depends on when it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files as resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from publishers.index_files import LICENCE
from publishers.readme import SCHEMA_VERSION, attributions
from publishers.site.gather_plans import gather_changes, gather_municipalities, gather_plans
from publishers.site.linked_data import plan_dataset, release_dataset
from publishers.site.list_files import list_files, own_files
from publishers.site.name_index import FEW, SHARDS, blocks, gram_files, name_files, plan_index
from publishers.site.views import MunicipalityView, Page, PlanPage, PlanView
from publishers.table_rows import Tables, Value
from schemas.tables import described
from schemas.tables.change import TYPE
from schemas.tables.head import METHOD, REVIEW
from schemas.tables.issue import SEVERITY
from schemas.tables.source import PROSE

FOLDER = "site"
PER_PAGE = 200
"""Plans in one list: with more, the front page has further pages and a box to find a plan; none of it needs a service."""
_WEB = re.compile(r"https?://[^\s\x00-\x20\"<>]+", re.IGNORECASE)
_KANJI = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]")
STATIC = ("site.css", "site.js", "icon.svg")


def site_files(version: str, tables: Tables, files: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, bytes]]:
    """Every file below site/. files: all others of the release so far, path → bytes and sha256."""
    listed = dict(files)
    for name in STATIC:
        yield f"{FOLDER}/static/{name}", (resources(__package__) / "static" / name).read_bytes()
    plans = tuple(gather_plans(tables))
    parts = blocks(plans)
    for path, data in (*name_files(parts), *(gram_files(parts) if len(parts) > FEW else ())):
        yield f"{FOLDER}/{path}", data
    if len(plans) > PER_PAGE:
        yield f"{FOLDER}/data/plans.js", plan_index(plans)
    environment = _environment()
    for page in _pages(version, tables, listed, plans, parts):
        root = "../" * page.path.count("/")
        html = environment.get_template(page.template).render(version=version, root=root, path=page.path, **page.values)
        yield f"{FOLDER}/{page.path}", html.encode()


def _pages(
    version: str,
    tables: Tables,
    files: Mapping[str, tuple[int, str]],
    plans: tuple[PlanView, ...],
    parts: Sequence[Sequence[PlanView]],
) -> Iterator[Page]:
    groups = list_files(files)
    municipalities = gather_municipalities(tables, plans, own_files(groups))
    credits = attributions(tables)
    pages = list_pages(plans)
    front = {
        "municipalities": municipalities,
        "prefectures": _by_prefecture(municipalities),
        "plans": plans,
        "shown": plans[:PER_PAGE],
        "pages": pages,
        "credits": credits,
        "data": release_dataset(version, plans, files, credits),
    }
    yield Page("index.html", "front.html.j2", front)
    for page in pages[1:]:
        shown = plans[page.first - 1 : page.last]
        more = {"plans": plans, "shown": shown, "pages": pages, "first": page.first, "last": page.last}
        yield Page(page.path, "plans.html.j2", more)
    for plan in plans:
        yield Page(f"plans/{plan.row['id']}.html", "plan.html.j2", {"plan": plan, "data": plan_dataset(version, plan)})
    for municipality in municipalities:
        path = f"municipalities/{municipality.row['id']}.html"
        yield Page(path, "municipality.html.j2", {"municipality": municipality})
    for change in gather_changes(tables):
        yield Page(f"changes/{change.new['id']}.html", "change.html.j2", {"change": change})
    yield Page("search.html", "search.html.j2", {"parts": len(parts), "shards": SHARDS if len(parts) > FEW else 0})
    yield Page("compare.html", "compare.html.j2", {"plans": plans, "parts": parts})
    yield Page("downloads.html", "downloads.html.j2", {"groups": groups, "credits": credits})
    yield Page("dictionary.html", "dictionary.html.j2", {"described": described(), "schema_version": SCHEMA_VERSION})


def _by_prefecture(municipalities: Sequence[MunicipalityView]) -> dict[Value, list[MunicipalityView]]:
    """From north to south, as the codes run."""
    found: dict[Value, list[MunicipalityView]] = {}
    for municipality in sorted(municipalities, key=lambda each: str(each.row["id"])):
        found.setdefault(municipality.row["prefecture"], []).append(municipality)
    return found


def list_pages(plans: Sequence[PlanView]) -> tuple[PlanPage, ...]:
    """The list of all plans, cut into pages; the first of them is the front page."""
    return tuple(
        PlanPage(
            path=f"plans-{1 + start // PER_PAGE}.html" if start else "index.html",
            first=start + 1,
            last=min(start + PER_PAGE, len(plans)),
            name=str(plans[start].row["municipality_name"]),
        )
        for start in range(0, len(plans), PER_PAGE)
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Everything is escaped, whatever the template is called; a value that is missing is an error."""
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.filters["web_address"] = _web_address
    environment.filters["size"] = _size
    environment.tests["kanji"] = lambda text: _KANJI.search(text) is not None
    environment.globals.update(
        LICENCE=LICENCE,
        SEVERITY=SEVERITY,
        SEVERITY_NAMES={
            "error": ("要対応", "blocking"),
            "warning": ("要確認", "to confirm"),
            "notice": ("参考", "notice"),
        },
        PROSE=PROSE,
        REVIEW=REVIEW,
        METHOD=METHOD,
        CHANGE=TYPE,
    )
    return environment


def _web_address(value: object) -> str | None:
    """An address that may be linked to: of the web, never a script."""
    text = str(value or "")
    return text if _WEB.fullmatch(text) else None


def _size(count: int) -> str:
    """Bytes in words."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"
