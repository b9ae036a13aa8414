"""A plan → a booklet of 20 to 60 pages: cover, contents, statistics, survey, the 体系 page, chapters, appendix. Pure.

What it takes to find one page among many: everything else is printed with the same lines and the same words.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from random import Random

from tests.corpus import html_diagrams, html_tables, words
from tests.corpus.html_page import Printed, Sheet, sheet
from tests.corpus.plan import Entry, Plan

TABLE = "<table style='border-collapse:collapse;width:100%' class='t'>{}</table>"


def booklet(plan: Plan, rng: Random) -> Printed:
    """A whole booklet; the hierarchy as a ruled table or a diagram on a page of its own."""
    own = replace(sheet(rng, wide=0.0), paper="A4", size=10.0)
    chapters = ["計画の策定にあたって", "現状と課題", "計画の基本的な考え方", "施策の展開", "計画の推進"]
    before = [
        _cover(plan),
        _contents(chapters, plan, rng),
        *(_prose(chapters[0], rng) for _ in range(rng.randint(1, 4))),
    ]
    before += [_statistics(rng) for _ in range(rng.randint(1, 4))]
    before += [_survey(rng) for _ in range(rng.randint(1, 4))]
    before += [_prose(chapters[1], rng) for _ in range(rng.randint(1, 5))]
    before += [_related(rng)] if rng.random() < 0.5 else []
    diagram = rng.random() < 0.4 and len(plan.levels) <= 4
    levels: tuple[str, ...] | None = plan.levels
    if diagram:
        hierarchy, levels = _diagram(plan, rng)
    else:
        hierarchy = _table(plan, rng, own)
    after = [_detail(root, rng, plan) for root in plan.roots]
    after += [_indicators(plan, rng), _promotion(chapters[4], rng), _organisation(rng), _members(rng), _terms(rng)]
    pages = [*before, hierarchy, *after]
    body = "".join(f"<section>{one}</section>" for one in pages)
    css = (
        f"@page{{size:A4;margin:16mm 14mm}}body{{font-family:'{own.font}';font-size:10pt;line-height:1.5;margin:0}}"
        "section{break-after:page}.t td,.t th{border:0.6px solid #222;padding:3px 5px}h1{font-size:1.6em}h2{font-size:1.3em}h3{font-size:1.1em}"
    )
    html = f"<!DOCTYPE html><html lang='ja'><head><meta charset='utf-8'><style>{css}</style></head><body>{body}</body></html>"
    return Printed(html, levels, len(before) + 1)


def _cover(plan: Plan) -> str:
    status = f"（{plan.status}）" if plan.status else ""
    return (
        f"<div style='text-align:center;padding-top:200pt'><h1>{escape(plan.title)}{status}</h1>"
        f"<p>令和{plan.start - 2018}年度～令和{plan.end - 2018}年度</p><p style='margin-top:200pt'>{plan.municipality}</p></div>"
    )


def _contents(chapters: list[str], plan: Plan, rng: Random) -> str:
    lines = []
    number = 1
    for at, chapter in enumerate(chapters, 1):
        lines.append(f"第{at}章　{chapter} {'…' * 20} {number}")
        number += rng.randint(2, 6)
        if at == 4:
            for root in plan.roots:
                lines.append(f"　　{root.printed} {'…' * 12} {number}")
                number += 2
    return "<h2>目次</h2>" + "".join(f"<div>{escape(line)}</div>" for line in lines)


def _prose(chapter: str, rng: Random) -> str:
    parts = [f"<h2>{chapter}</h2>"]
    for number in range(1, rng.randint(3, 5)):
        heading = rng.choice(
            ("計画の位置付け", "社会の動き", "国や県の動向", "本市の特性", "これまでの取組", "計画の期間")
        )
        parts.append(f"<h3>{number}　{heading}</h3><p>{words.prose(rng, rng.randint(3, 8))}</p>")
    return "".join(parts)


def _statistics(rng: Random) -> str:
    years = range(2015, 2021)
    rows = (
        "<tr><th>年度</th>"
        + "".join(f"<th>平成{year - 1988}年</th>" if year < 2019 else f"<th>令和{year - 2018}年</th>" for year in years)
        + "</tr>"
    )
    for name in ("総人口", "年少人口", "生産年齢人口", "老年人口", "世帯数"):
        rows += f"<tr><td>{name}</td>" + "".join(f"<td>{rng.randint(1000, 60000):,}</td>" for _ in years) + "</tr>"
    return f"<h2>人口と世帯の推移</h2><p>{words.prose(rng, 2)}</p>" + TABLE.format(rows)


def _survey(rng: Random) -> str:
    bars = ""
    for at, name in enumerate(("とても満足", "やや満足", "どちらともいえない", "やや不満", "とても不満")):
        width = rng.randint(20, 220)
        bars += f"<text x='0' y='{at * 24 + 14}' font-size='10'>{name}</text><rect x='100' y='{at * 24}' width='{width}' height='16' fill='#79a'/>"
        bars += f"<text x='{width + 106}' y='{at * 24 + 13}' font-size='10'>{width / 5:.1f}%</text>"
    return f"<h2>市民アンケート調査の結果</h2><p>{words.prose(rng, 3)}</p><svg width='400' height='140'>{bars}</svg>"


def _related(rng: Random) -> str:
    return (
        "<h2>計画の位置付け</h2><div style='position:relative;height:200pt'>"
        + "".join(
            f"<div style='position:absolute;border:1px solid #333;left:{x}pt;top:{y}pt;width:120pt;height:30pt;text-align:center'>{name}</div>"
            for x, y, name in ((150, 0, "総合計画"), (150, 60, "本計画"), (0, 130, "関連計画"), (300, 130, "県の計画"))
        )
        + f"</div><p>{words.prose(rng, 2)}</p>"
    )


def _table(plan: Plan, rng: Random, own: Sheet) -> str:
    look = html_tables.TableLook(border="solid", tinted=rng.random() < 0.5, align=rng.choice(("middle", "top")))
    css = "<style>.h td,.h th{border:0.7px solid #000;padding:2px 4px}.h table{border-collapse:collapse;width:100%}.h{font-size:8pt;line-height:1.25}</style>"
    return f"<h2>{escape(plan.heading)}</h2>{css}<div class='h'>{html_tables.table(plan.roots, plan, look, own)}</div>"


def _diagram(plan: Plan, rng: Random) -> tuple[str, tuple[str, ...] | None]:
    drawn = html_diagrams.across(plan, rng, room=1500.0)
    inner = drawn.html.split("</h2>", 1)[1].rsplit("</body>", 1)[0]
    return f"<h2>{escape(plan.heading)}</h2><div style='zoom:0.46'>{inner}</div>", drawn.levels


def _detail(root: Entry, rng: Random, plan: Plan) -> str:
    """A chapter that repeats one goal with descriptions."""
    parts = [f"<h2>{escape(root.printed)}</h2><p>{words.prose(rng, 3)}</p>"]
    for child in root.children:
        parts.append(f"<h3>{escape(child.printed)}</h3><p>{words.prose(rng, 2)}</p>")
        if child.children and not child.children[0].children:
            rows = "<tr><th>取組</th><th>内容</th><th>担当課</th></tr>"
            for leaf in child.children:
                rows += f"<tr><td>{escape(leaf.printed)}</td><td>{escape(leaf.description)}</td><td>{leaf.department}</td></tr>"
            parts.append(TABLE.format(rows))
    return "".join(parts)


def _indicators(plan: Plan, rng: Random) -> str:
    rows = "<tr><th>基本目標</th><th>指標名</th><th>現状値</th><th>目標値</th></tr>"
    for root in plan.roots:
        for at in range(2):
            first = f"<td rowspan='2'>{escape(root.printed)}</td>" if not at else ""
            rows += f"<tr>{first}<td>{words.measure(rng)}に満足している人の割合</td><td>{rng.randint(20, 50)}%</td><td>{rng.randint(51, 90)}%</td></tr>"
    return "<h2>成果指標の一覧</h2>" + TABLE.format(rows)


def _promotion(chapter: str, rng: Random) -> str:
    return f"<h2>{chapter}</h2><h3>1　推進体制</h3><p>{words.prose(rng, 4)}</p><h3>2　進行管理</h3><p>{words.prose(rng, 4)}</p>"


def _organisation(rng: Random) -> str:
    boxes = [(180, 0, "市長"), (180, 60, "推進本部"), (40, 130, "幹事会"), (180, 130, "作業部会"), (320, 130, "審議会")]
    divs = "".join(
        f"<div style='position:absolute;border:1px solid #333;left:{x}pt;top:{y}pt;width:110pt;height:24pt;text-align:center'>{name}</div>"
        for x, y, name in boxes
    )
    lines = "".join(f"<line x1='235' y1='84' x2='{x + 55}' y2='130' stroke='#333'/>" for x, y, _ in boxes[2:])
    return f"<h2>推進体制図</h2><div style='position:relative;height:200pt'><svg width='460pt' height='200pt' viewBox='0 0 460 200'>{lines}</svg>{divs}</div>"


def _members(rng: Random) -> str:
    rows = "<tr><th>区分</th><th>所属</th><th>役職</th></tr>"
    for group in ("学識経験者", "関係団体", "公募委員"):
        rows += "".join(
            f"<tr>{f'<td rowspan=3>{group}</td>' if not at else ''}<td>{rng.choice(words.DEPARTMENTS)[:-1]}協議会</td><td>委員</td></tr>"
            for at in range(3)
        )
    return "<h2>審議会委員名簿</h2>" + TABLE.format(rows)


def _terms(rng: Random) -> str:
    rows = "".join(
        f"<tr><td>{word}</td><td>{words.prose(rng, 1)}</td></tr>"
        for word in ("アウトリーチ", "フレイル", "ユニバーサルデザイン", "プラットフォーム")
    )
    return "<h2>用語解説</h2>" + TABLE.format(rows)
