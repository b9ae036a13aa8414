"""A booklet as municipalities print them, of any number of pages → one PDF. IO: writes it.

Most pages hold some table: figures, indicators, measures in detail; the rest is prose. One page shows the hierarchy.
The text is made of stock phrases, the same for the same number of pages.
"""

from __future__ import annotations

import random
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

EMBEDDED = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 539.0, 70.0, 780.0
TABLES = 0.8
"""Share of the pages with a table."""
ROWS = 42
"""Rows of a page of accounts."""
THEMES = ("健康", "子育て", "学び", "防災", "環境", "交通", "産業", "文化", "福祉", "まちなみ")
DOES = ("を支える", "をひろげる", "をつなぐ", "を守る", "を育てる")
WORKS = ("相談窓口の開設", "講座の開催", "案内冊子の作成", "施設の改修", "見守り活動の推進", "人材の育成", "情報の発信")
PROSE = (
    "本市では、これまでの取組の成果と課題をふまえ、市民と事業者と行政が力を合わせて施策を進めてきました。",
    "人口の減少と高齢化が進むなかで、暮らしの基盤を保ちながら新しい需要にこたえることが求められています。",
    "調査では、回答した人の約六割が今後も住み続けたいと答え、前回の調査よりも割合が高くなっています。",
    "このため、関係する部署が連携し、年度ごとに進み具合を確かめながら、計画的に事業を実施します。",
    "駅の周辺では商業施設の閉店が続き、歩く人の数が五年前の八割ほどに減っていることが分かりました。",
    "公共施設の多くは建ててから三十年を過ぎており、修繕と建て替えの費用が今後大きくなると見込まれます。",
    "地域の集まりに加わる世帯の割合は年々下がり、役員のなり手が見つからないという声が聞かれます。",
    "一方で、週末を中心に市外から訪れる人が増え、空き家を使った店や宿が新しく生まれています。",
)


def booklet(path: Path, pages: int) -> Path:
    """Write a booklet of so many pages."""
    chance = random.Random(pages)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    font = _font()
    for number in range(1, pages + 1):
        page = _Page(canvas, font, chance)
        if number == 1:
            page.line("第3次星見野市総合計画", 22)
            page.line("計画期間　令和6年度から令和15年度まで", 12)
        elif number == min(12, pages):
            page.line("第3章　施策の体系", 16)
            page.hierarchy()
        else:
            page.line(f"第{number // 20 + 1}章　{THEMES[number % 10]}{DOES[number % 5]}まち", 13)
            page.prose(6)
            if chance.random() < TABLES:
                page.table()
            page.prose(40)
        canvas.setFont(font, 9)
        canvas.drawCentredString(WIDTH / 2, 36, str(number))
        canvas.showPage()
    canvas.save()
    return path


def figures(path: Path, pages: int) -> Path:
    """Write a book of figures, as budgets are printed: a table over each whole page, the hierarchy on one of them."""
    chance = random.Random(pages)
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    font = _font()
    for number in range(1, pages + 1):
        page = _Page(canvas, font, chance)
        if number == 1:
            page.line("令和6年度　星見野市予算に関する説明書", 18)
        elif number == min(12, pages):
            page.line("施策の体系", 16)
            page.hierarchy()
        else:
            page.line(f"第{number // 30 + 1}款　{THEMES[number % 10]}費", 13)
            page.accounts()
        canvas.setFont(font, 9)
        canvas.drawCentredString(WIDTH / 2, 36, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return path


def _font() -> str:
    if EMBEDDED.exists():
        pdfmetrics.registerFont(TTFont("booklet", str(EMBEDDED)))
        return "booklet"
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    return "HeiseiKakuGo-W5"


class _Page:
    """The page that is being set, from the top down."""

    def __init__(self, canvas: Canvas, font: str, chance: random.Random) -> None:
        self._canvas, self._font, self._chance = canvas, font, chance
        self._y = TOP

    def line(self, text: str, size: float = 10.0) -> None:
        """One line of text."""
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(LEFT, HEIGHT - self._y, text)
        self._y += 1.7 * size

    def prose(self, lines: int) -> None:
        """Paragraphs, down to the foot of the page at most."""
        for _ in range(lines):
            if self._y > BOTTOM:
                return
            self.line(self._chance.choice(PROSE)[:48])

    def table(self) -> None:
        """Figures by year, with a header, ruled all over."""
        rows, cols = self._chance.randint(8, 16), self._chance.randint(4, 6)
        head = ["項目", *(f"令和{year}年度" for year in range(2, cols + 1))]
        body = [
            [f"{self._chance.choice(THEMES)}に関する件数", *(f"{self._chance.randint(10, 9999):,}" for _ in head[1:])]
            for _ in range(rows)
        ]
        self._grid([head, *body])

    def accounts(self) -> None:
        """Items, amounts and what they are for, down to the foot of the page."""
        rows = [["目", "本年度", "前年度", "比較", "節", "金額", "説明"]]
        while len(rows) < ROWS:
            amounts = [f"{self._chance.randint(10, 999999):,}" for _ in range(3)]
            item = f"{len(rows) % 9 + 1} {self._chance.choice(THEMES)}費"
            part = f"{self._chance.randint(1, 28)} {self._chance.choice(('報酬', '需用費', '委託料', '補助金'))}"
            what = f"{self._chance.choice(THEMES)}に係る経費"
            rows.append([item, *amounts, part, f"{self._chance.randint(10, 99999):,}", what])
        self._grid(rows)

    def hierarchy(self) -> None:
        """基本目標, 施策 and 取組 with merged cells."""
        x = (LEFT, LEFT + 150, LEFT + 300, RIGHT)
        for goal in range(1, 5):
            start = self._y
            for measure in range(1, 3):
                middle = self._y
                for work in range(1, 4):
                    self._cell(x[2], x[3], self._y, 16, f"{'①②③'[work - 1]}{WORKS[(goal * measure + work) % 7]}")
                    self._y += 16
                self._cell(x[1], x[2], middle, 48, f"（{measure}）{THEMES[(goal + measure) % 10]}の推進")
            self._cell(x[0], x[1], start, self._y - start, f"基本目標{goal}　{THEMES[goal]}{DOES[goal]}まち")

    def _grid(self, rows: list[list[str]]) -> None:
        step = (RIGHT - LEFT - 140) / (len(rows[0]) - 1)
        edges = [LEFT, *(LEFT + 140 + step * at for at in range(len(rows[0])))]
        for row in rows:
            for at, text in enumerate(row):
                self._cell(edges[at], edges[at + 1], self._y, 16, text)
            self._y += 16
        self._y += 20

    def _cell(self, x0: float, x1: float, top: float, height: float, text: str) -> None:
        self._canvas.rect(x0, HEIGHT - top - height + 4, x1 - x0, height)
        self._canvas.setFont(self._font, 8.5)
        self._canvas.drawString(x0 + 4, HEIGHT - top - height / 2, text)
