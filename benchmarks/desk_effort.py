"""How many keys and clicks it takes a clerk to make a badly read page a right tree on the desk of the workbench.

A scripted clerk works in a real browser, with the keyboard wherever that is possible, and every key and click is counted. What was
read is *frozen*: the extraction lies beside the document and is put in the place of the reader's, so that a better reader does not
make the task empty. At the end the tree on the desk is held against the right one, and against what a run makes of the lines.

    .venv/bin/python benchmarks/desk_effort.py [--case NAME] [--document FILE --target FILE [--frozen FILE]] [--json FILE]

    tachikawa   立川市第7次 with its 25 exceptions; the columns without marks are paired by number
    slide       a slide of four cards that was read as 40 loose lines; the right outline is pasted over it
    speech      a text of which nothing could be read; eleven entries are typed
    --document  another document, with its right tree as a text with an indent; it is pasted over what is read, or is frozen

Seconds are those of the keystroke-level model: 0.28 a key, 1.1 a click, 1.35 a thought (one per exception, and per typed entry).
Exit code 1 where a tree is wrong or a budget is broken.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors.apply_corrections import apply_corrections
from extractors.readings import read_aloud
from schemas.document import BBox, SourceFile
from schemas.issue import Issue
from schemas.plan import Extraction, Facts, Node, PlanFacts, Structure
from schemas.structure import Evidence
from tests.workbench.office import Clerk, chromium, workbench
from workbench.config import configure
from workbench.outline import read_outline
from workbench.read_plans import ReadPlans

ROOT = Path(__file__).parents[1]
EFFORT = Path(__file__).with_name("effort")
KEY, CLICK, THOUGHT = 0.28, 1.1, 1.35
STORED = TypeAdapter(Extraction)

Place = tuple[int, str, str, str]
"""Level, label, title, title of the parent."""

SLIDE = """基本方針Ⅰ まちの魅力をみがく
　戦略１ 海辺のにぎわいづくり
　　・朝市の開催
　　・海岸の清掃
　戦略２ 歴史の継承
　　・古い町並みの公開
　　・祭りの担い手の育成
基本方針Ⅱ 情報を届ける
　戦略３ 多言語での案内
　　・案内板の更新
　　・動画の配信
　戦略４ データの活用
　　・来訪者の調査
基本方針Ⅲ 受入れをととのえる
　戦略５ 交通の充実
　　・予約制バスの運行
　　・自転車の貸出し
　戦略６ 人材の育成
　　・ガイドの養成
　　・高校生の講座
基本方針Ⅳ くらしと調和する
　戦略７ 環境との両立
　　・ごみの減量
　　・緑地の保全
"""
SPEECH = """1 学びをひらく
　(1) 講座を増やす
　(2) 図書館を夜も開ける
2 人をつなぐ
　(1) 広場で市を開く
　(2) 世代をこえて交わる
　(3) 空き家を集会所にする
3 まちを育てる
　(1) 古い道を歩く
　(2) 川をきれいにする
　(3) 祭りを伝える
"""
SPOKEN = "市長あいさつ\n\n市民の皆さまとともに、これからのまちをつくってまいります。どうぞよろしくお願いいたします。\n"


@dataclass(frozen=True)
class Effort:
    """What one case took."""

    case: str
    keys: int
    clicks: int
    seconds: float
    """By the keystroke-level model."""
    entries: int
    right: bool
    wrong: tuple[str, ...]
    """Entries that are missing or too many, at most ten."""
    budget: int
    """Keys and clicks together."""


class Hand:
    """A clerk's hand: presses and clicks, counted."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk, self.clicks, self.thoughts = clerk, 0, 0

    def press(self, *keys: str) -> None:
        self.clerk.press(*keys)

    def click(self, where: str) -> None:
        self.clerk.page.click(where)
        self.clicks += 1

    def think(self) -> None:
        self.thoughts += 1

    def type(self, text: str) -> None:
        """As with an input method: the letters of its reading, and one key to convert."""
        self.clerk.page.keyboard.insert_text(text)
        romaji = read_aloud(text).romaji or text
        self.clerk.presses += len(romaji.replace(" ", "")) + 1

    def paste(self, text: str) -> None:
        """Ctrl+V."""
        self.clerk.page.evaluate(
            """(text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            text,
        )
        self.clerk.presses += 1
        self.clerk.page.wait_for_selector("#paste .pasted li")

    @property
    def seconds(self) -> float:
        return KEY * self.clerk.presses + CLICK * self.clicks + THOUGHT * self.thoughts


# what lies on the desk


def put(root: Path, plan_id: str, document: Path, title: str) -> None:
    """A plan in raw/."""
    folder = root / "raw" / plan_id
    folder.mkdir(parents=True)
    shutil.copyfile(document, folder / document.name)
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    (folder / "source.toml").write_text(
        f'title = "{title}"\nmunicipality = "立川市"\nmunicipality_code = "132021"\npublisher = "立川市"\n'
        f'document = "{document.name}"\nsha256 = "{digest}"\nterms = "見本"\nretrieved = 2026-11-20\n',
        "utf-8",
    )


def freeze(root: Path, plan_id: str, extraction: bytes) -> None:
    """Put an extraction in the place of what the reader would read."""
    reader = ReadPlans(configure(root))
    path = reader.kept_at(plan_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(extraction)


def draw_slide(path: Path) -> Extraction:
    """A slide with one card per 基本方針, and a bad reading of it: every line an entry, cards mixed, words cut in two."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    width, height = 842.0, 595.0
    canvas = Canvas(str(path), pagesize=(width, height))
    cards: list[list[str]] = []
    for line in SLIDE.splitlines():
        if not line.startswith("　"):
            cards.append([])
        cards[-1].append(line.strip())
    printed: list[tuple[str, BBox]] = []
    for number, card in enumerate(cards):
        left, top = 30 + 205 * number, 80.0
        canvas.rect(left - 8, height - 420, 195, 350)
        for line in card:
            size = 12 if line[0] == "基" else 10
            canvas.setFont("HeiseiKakuGo-W5", size)
            canvas.drawString(left, height - top, line)
            printed.append((line, BBox(left, top - size, left + size * len(line), top)))
            top += 34
    canvas.save()
    nodes: list[Node] = []
    for line, box in sorted(printed, key=lambda each: (each[1].top, each[1].x0)):
        half = len(line) // 2
        for part in (line[:half], line[half:]) if len(line) > 8 else (line,):
            place = str(len(nodes) + 1)
            nodes.append(Node(place, None, 1, 1, "", part, part, f"b{place}", Evidence(part, page=1, bbox=box)))
    file = SourceFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), "application/pdf", path.stat().st_size)
    issues = tuple(
        Issue(
            "parent_ambiguous",
            f"「{node.name}」の上位項目が定まりません。",
            node.evidence,
            structure=0,
            nodes=(node.id,),
        )
        for node in nodes[::4]
    )
    facts = Facts(PlanFacts(title="観光振興計画", start_year=2026, end_year=2030, period_text="令和8年度～令和12年度"))
    return Extraction(file, None, facts, (Structure(tuple(nodes), page=1),), issues)


# what the clerk does


def settle_rest(hand: Hand) -> None:
    """All other exceptions: as printed."""
    for _ in range(60):
        hand.clerk.settled()
        if hand.clerk.page.query_selector(".case-done"):
            return
        hand.think()
        if not hand.clerk.page.query_selector('.choice[aria-checked="true"]'):
            said = hand.clerk.choices()
            wanted = ("登録のとおり", "原本のとおり", "今のまま", "読み取りでよい")
            number = next(at for words in wanted for at, text in enumerate(said, 1) if words in text)
            hand.press(str(number))
        hand.press("Enter")
    raise SystemExit(f"still open: {hand.clerk.message}")


def paste_over(hand: Hand, text: str) -> None:
    """The whole tree replaced by the right outline."""
    hand.think()
    hand.press("t", "Control+a")
    hand.paste(text)
    hand.press("Enter")
    hand.clerk.settled()
    hand.press("Escape")
    settle_rest(hand)


def type_all(hand: Hand, text: str) -> None:
    """An empty tree typed line by line."""
    level = 1
    hand.click(".tree-empty .primary")
    for line in read_outline(text):
        hand.think()
        while line.level != level:
            hand.press("Tab" if line.level > level else "Shift+Tab")
            level += 1 if line.level > level else -1
        hand.type(f"{line.label} {line.name}")
        hand.press("Enter")
    hand.press("Escape", "Escape")
    hand.clerk.settled()
    settle_rest(hand)


def pair_up(hand: Hand, target: Sequence[Place]) -> None:
    """The columns without marks by number, leftover rows ticked, the rest as printed; then what hangs wrong is moved."""
    wanted: dict[str, list[str]] = {}
    for _, _, name, parent in target:
        wanted.setdefault(name, []).append(parent)
    clerk = hand.clerk
    for _ in range(60):
        clerk.settled()
        if clerk.page.query_selector(".case-done"):
            break
        hand.think()
        if clerk.page.query_selector(".pairs"):
            choose_parents(hand, wanted)
            hand.press("Enter")
            continue
        said = clerk.choices()
        number = next((at for at, text in enumerate(said, 1) if "前計画の行を選んで" in text), None)
        if number is not None:
            hand.press(str(number), "Enter")
            tick_leftovers(hand, target)
            continue
        if not clerk.page.query_selector('.choice[aria-checked="true"]'):
            words = ("統合する", "登録のとおり", "原本のとおり")
            number = next(at for part in words for at, text in enumerate(said, 1) if part in text)
            hand.press(str(number))
        hand.press("Enter")
    hang_right(hand, target)


def choose_parents(hand: Hand, wanted: dict[str, list[str]]) -> None:
    """A number per entry; 0 for one that hangs where it should."""
    state = hand.clerk.state("plan")
    rows = {row["k"]: row for row in state["rows"]}
    issue = next(each for each in state["issues"] if each["id"] == hand.clerk.issue)
    choice = next(each for each in issue["choices"] if each["id"] == "pairs")
    parents = [rows[key]["t"] for key in choice["parents"]]
    for row in [rows[key] for key in choice["keys"]]:
        right = wanted.get(row["t"], [])
        now = state["rows"][row["p"]]["t"] if row.get("p", -1) >= 0 else ""
        fits = [at for at, title in enumerate(parents, 1) if title in right]
        hand.press("0" if now in right or not fits or fits[0] > 9 else str(fits[0]))


def tick_leftovers(hand: Hand, target: Sequence[Place]) -> None:
    """Ticked are entries that the right tree does not have, or has elsewhere as well."""
    page = hand.clerk.page
    state = hand.clerk.state("plan")
    counts = Counter(row["t"] for row in state["rows"])
    right = Counter(name for _, _, name, _ in target)
    for at, item in enumerate(page.query_selector_all(".picks .picked")):
        title = _bare(item.query_selector(".listed-name").inner_text())  # type: ignore[union-attr]
        box = item.query_selector("input")
        goes = counts[title] > right[title]
        if box is not None and box.is_checked() != goes:
            hand.press("Space")
        counts[title] -= goes
        if at + 1 < page.locator(".picks .picked").count():
            hand.press("Tab")
    hand.press("Enter")


def hang_right(hand: Hand, target: Sequence[Place]) -> None:
    """What still hangs elsewhere: chosen with the mouse, its parent by the first letters of its title."""
    page = hand.clerk.page
    for _ in range(40):
        hand.clerk.settled()
        rows = hand.clerk.state("plan")["rows"]
        left = Counter(target)
        titles = {number: row["t"] for number, row in enumerate(rows)}
        wrong = []
        for row in rows:
            place = (row["l"], row.get("n", ""), row["t"], titles.get(row["p"], ""))
            if left[place]:
                left[place] -= 1
            else:
                wrong.append(row)
        fits = next(((row, place) for row in wrong for place in left if left[place] and place[2] == row["t"]), None)
        if fits is None:
            return
        row, place = fits
        hand.think()
        page.evaluate(
            "(key) => { document.querySelector('#tree').dispatchEvent(new CustomEvent('reveal', { detail: key })); }",
            row["k"],
        )
        hand.click(f"#row-{rows.index(row)}")
        hand.press("m")
        hand.type(place[3])
        hand.press("Enter")
        page.wait_for_selector(".toast")
        page.wait_for_timeout(700)


def _bare(title: str) -> str:
    """A title without its number."""
    lines = read_outline(title)
    return lines[0].name if lines else title


# how it is judged


def places(rows: Iterable[dict[str, Any]]) -> Counter[Place]:
    """Of the entries on the desk."""
    listed = list(rows)
    return Counter(
        (row["l"], row.get("n", ""), row["t"], listed[row["p"]]["t"] if row.get("p", -1) >= 0 else "") for row in listed
    )


def outline_places(text: str) -> list[Place]:
    """Of the entries of an outline."""
    path: list[tuple[int, str]] = []
    found = []
    for line in read_outline(text):
        while path and path[-1][0] >= line.level:
            path.pop()
        found.append((line.level, line.label, line.name, path[-1][1] if path else ""))
        path.append((line.level, line.name))
    return found


def measure(case: str, root: Path, target: Sequence[Place], budget: int, work: Callable[[Hand], None]) -> Effort:
    """One case, from the page's coming up to the last save."""
    with chromium() as browser, workbench(root) as home:
        clerk = Clerk(browser, home, viewport={"width": 1366, "height": 768})
        clerk.open("plan")
        hand = Hand(clerk)
        work(hand)
        clerk.settled()
        found = places(clerk.state("plan")["rows"])
        lost = clerk.troubles
        clerk.context.close()
    read = apply_corrections(ReadPlans(configure(root)).read("plan"), root / "corrections").plan.extraction
    run = [(node.level, node.label, node.name) for structure in read.structures for node in structure.nodes]
    wanted = Counter(target)
    wrong = [f"missing: {each}" for each in (wanted - found)] + [f"too many: {each}" for each in (found - wanted)]
    if Counter(run) != Counter(each[:3] for each in found.elements()):
        wrong.append("a run makes another tree than the desk shows")
    return Effort(
        case,
        clerk.presses,
        hand.clicks,
        round(hand.seconds, 1),
        sum(found.values()),
        not wrong and not lost,
        tuple([*wrong, *lost][:10]),
        budget,
    )


def case_tachikawa(root: Path) -> Effort:
    """The real plan, its extraction frozen."""
    source = ROOT / "raw" / "132021-shogai-gakushu-7"
    shutil.copytree(source, root / "raw" / "plan")
    shutil.copytree(ROOT / "raw" / "132021-shogai-gakushu-6", root / "raw" / "132021-shogai-gakushu-6")
    freeze(root, "plan", (EFFORT / "tachikawa-7.json").read_bytes())
    with (EFFORT / "tachikawa-7.tsv").open(encoding="utf-8", newline="") as file:
        target = [
            (int(row["level"]), row["label"], row["name"], row["parent"])
            for row in csv.DictReader(file, delimiter="\t")
        ]
    return measure("tachikawa", root, target, 200, lambda hand: pair_up(hand, target))


def case_slide(root: Path) -> Effort:
    """A slide read as loose lines."""
    path = root / "slide.pdf"
    extraction = draw_slide(path)
    put(root, "plan", path, "観光振興計画")
    freeze(root, "plan", STORED.dump_json(extraction))
    return measure("slide", root, outline_places(SLIDE), 40, lambda hand: paste_over(hand, SLIDE))


def case_speech(root: Path) -> Effort:
    """A text without a tree."""
    path = root / "speech.txt"
    path.write_text(SPOKEN, "utf-8")
    put(root, "plan", path, "立川市まなび宣言")
    return measure("speech", root, outline_places(SPEECH), 400, lambda hand: type_all(hand, SPEECH))


CASES: dict[str, Callable[[Path], Effort]] = {"tachikawa": case_tachikawa, "slide": case_slide, "speech": case_speech}


def case_document(root: Path, document: Path, target: Path, frozen: Path | None) -> Effort:
    """Any document: its right outline is pasted over what was read."""
    put(root, "plan", document, "見本")
    if frozen is not None:
        freeze(root, "plan", frozen.read_bytes())
    text = target.read_text("utf-8")
    return measure(document.stem, root, outline_places(text), 40, lambda hand: paste_over(hand, text))


def main() -> None:
    """Measure, print a table, say with the exit code whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", action="append", choices=sorted(CASES))
    parser.add_argument("--document", type=Path)
    parser.add_argument("--target", type=Path)
    parser.add_argument("--frozen", type=Path)
    parser.add_argument("--json", type=Path)
    said = parser.parse_args()
    found = []
    if said.document is not None:
        cases: list[Callable[[Path], Effort]] = [
            lambda root: case_document(root, said.document, said.target, said.frozen)
        ]
    else:
        cases = [CASES[name] for name in said.case or CASES]
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="taikei-effort-") as folder:
            root = Path(folder)
            (root / "corrections").mkdir()
            found.append(case(root))
        each = found[-1]
        print(
            f"{each.case:<12} {each.keys:>4} keys {each.clicks:>3} clicks (budget {each.budget}) {each.seconds:>6.1f} s  "
            f"{each.entries} entries, {'right' if each.right else 'WRONG'}"
        )
        for line in each.wrong:
            print(f"    {line}")
    if said.json is not None:
        said.json.write_text(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.exit(any(not each.right or each.keys + each.clicks > each.budget for each in found))


if __name__ == "__main__":
    main()
