"""Long texts as they are copied out of plans and pages of offices, each with the tree that a careful reader takes from it.

Every kind prints the same sort of content otherwise: with contents pages, prose, statistics, running heads, page numbers,
broken lines, captions and appendices around and inside the tree. Places and words are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

Tree = list[tuple[int, str, str]]
"""Depth from 1, label, name."""


@dataclass
class Entry:
    """A policy with those under it."""

    name: str
    under: list[Entry] = field(default_factory=list)


_GOALS = [
    "子どもの声が響くまち", "誰もが安心して年を重ねられるまち", "海と山の恵みを分かち合うまち", "働く人が集い、商いが続くまち",
    "災害に強く、助け合うまち", "歴史を受け継ぎ、次の世代へ手渡すまち", "ひとりにしない、ひとりにならない地域", "環境にやさしい暮らしの実現",
    "市民とともに歩む市役所", "移動に困らない交通網の形成", "健やかな心と体", "学びあい高めあう人づくり",
]  # fmt: skip
_POLICIES = [
    "妊娠期からの切れ目のない支援", "幼児教育・保育の充実", "地域で見守る子育て", "高齢者の生きがいづくり", "認知症施策", "在宅医療と介護の連携",
    "農地の集約と担い手の育成", "漁港の再整備", "特産品の販路拡大", "空き店舗の活用", "若者の就労支援", "避難所の機能強化", "自主防災組織の育成",
    "消防団の充実", "文化財の保存と公開", "図書館サービスの向上", "生涯スポーツ", "ごみの減量と再資源化", "再生可能エネルギーの導入",
    "上下水道の耐震化", "窓口手続きのオンライン化", "公共施設の再編", "職員の育成", "バス路線の維持", "歩いて暮らせる道づくり", "空き家対策",
    "多文化共生", "障がいのある人の社会参加", "虐待の防止", "ひきこもりの相談体制", "食育の推進", "がん検診の受診率向上", "学力の向上",
    "いじめを許さない学校づくり", "外国語教育", "男女がともに担う家庭と地域", "公園と緑地", "里山を守り育てる", "川をきれいにする", "安全な通学路",
]  # fmt: skip
_WORKS = [
    "産後ケアの実施", "一時預かりの拡大", "子ども食堂への助成", "ふれあいサロンの開催", "見守り協定の締結", "家族介護教室", "農業塾の開設",
    "荷さばき施設の改修", "ふるさと納税の返礼品開発", "創業セミナー", "合同企業説明会", "備蓄品の更新", "防災訓練の実施", "消火栓の点検",
    "古文書のデジタル化", "移動図書館の運行", "ラジオ体操の普及", "生ごみ処理機の購入補助", "太陽光発電設備の設置", "老朽管の布設替え",
    "電子申請システムの拡充", "施設カルテの作成", "階層別研修", "デマンドタクシー", "歩道の段差解消", "空き家バンク", "日本語教室の開催",
    "手話通訳者の派遣", "要保護児童対策地域協議会の運営", "アウトリーチ支援", "学校給食での地場産物の利用", "休日検診の実施", "放課後の学習支援",
    "スクールカウンセラーの配置", "外国語指導助手の招致", "家事・育児講座", "花いっぱい運動", "下草刈りの体験会", "水質の測定", "見守り隊の結成",
    "出前講座", "広報紙の発行", "健康ポイント事業", "ウォーキングマップの作成", "担い手バンク", "朝市の開催", "林道の整備", "街路灯のLED化",
]  # fmt: skip
_PROSE = [
    "本市の人口は、平成の終わりから減少に転じ、令和十二年には三万人を下回る見込みです。",
    "近年は核家族化が進み、身近に相談できる相手がいない世帯が増えています。",
    "アンケートでは、約４割の人が「今後も住み続けたい」と答えました。",
    "国は、地方創生の取組を進めるとともに、デジタル技術の活用を後押ししています。",
    "一方で、担い手の高齢化や後継者の不足が課題となっています。",
    "こうした状況を踏まえ、関係機関と連携しながら、計画的に施策を進めます。",
    "また、地域の実情に応じた仕組みを整えることが求められています。",
    "このため、①情報の共有、②役割の分担、③資金の確保の３点を重視します。",
    "施設の老朽化が進み、更新には多額の費用が見込まれます。",
    "平成27年度に10か所だった拠点は、令和５年度には14か所となりました。",
    "住民一人ひとりが主体となり、支え合う地域をめざします。",
    "2030年までに陸と海の30%以上を保全する「30 by 30」の考え方を取り入れます。",
]


def content(
    seed: int, goals: int = 4, policies: tuple[int, int] = (2, 4), works: tuple[int, int] = (2, 4)
) -> list[Entry]:
    """A tree of three levels; two where works is (0, 0)."""
    rng = random.Random(seed)
    pool = rng.sample(_POLICIES, len(_POLICIES))
    deep = rng.sample(_WORKS, len(_WORKS)) * 3
    tree = []
    for name in rng.sample(_GOALS, goals):
        under = [
            Entry(pool.pop(), [Entry(deep.pop()) for _ in range(rng.randint(*works))])
            for _ in range(rng.randint(*policies))
        ]
        tree.append(Entry(name, under))
    return tree


class Text:
    """Lines as they are printed, wrapped at a width, with pages."""

    def __init__(
        self, seed: int, width: int = 38, head: str = "", foot: Callable[[int], str] | None = None, page: int = 36
    ) -> None:
        self.rng = random.Random(seed)
        self.lines: list[str] = []
        self.width, self.head, self.foot, self.page = width, head, foot, page
        self.number = 1

    def add(self, text: str = "", hang: str = "") -> None:
        """A line, broken where it is too long."""
        first = True
        while True:
            part, text = text[: self.width], text[self.width :]
            self._put(part if first else hang + part)
            first = False
            if not text:
                return

    def _put(self, line: str) -> None:
        self.lines.append(line)
        if self.foot is not None and len(self.lines) % self.page == 0:
            self.lines.append(self.foot(self.number))
            self.number += 1
            if self.head:
                self.lines.append(self.head)

    def prose(self, sentences: int = 2, indent: str = "　") -> None:
        self.add(indent + "".join(self.rng.sample(_PROSE, sentences)))

    def whole(self) -> str:
        return "\n".join(self.lines)


def _flat(tree: list[Entry], labels: list[Callable[[tuple[int, ...]], str]]) -> Tree:
    """The gold: each entry with the label that its depth and numbers give."""
    found: Tree = []

    def walk(entries: list[Entry], above: tuple[int, ...]) -> None:
        for index, entry in enumerate(entries, 1):
            place = (*above, index)
            found.append((len(place), labels[len(place) - 1](place), entry.name))
            walk(entry.under, place)

    walk(tree, ())
    return found


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧ"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI = "一二三四五六七八九十"


def _front(text: Text, title: str) -> None:
    """Title page and what stands before the tree."""
    for line in (title, "令和６年３月", "汐乃原市", ""):
        text.add(line)
    text.add("はじめに")
    text.prose(3)
    text.add("汐乃原市長　岸 本 波 子")


def _chapters_before(text: Text, mark: Callable[[int], str]) -> None:
    text.add(mark(1) + "計画の策定にあたって")
    for number, name in enumerate(("計画策定の背景と趣旨", "計画の位置づけ", "計画の期間"), 1):
        text.add(f"{number}　{name}")
        text.prose(3)
    for item in ("国の動向", "県の動向"):
        text.add(f"（{'12'[item == '県の動向']}）{item}")
        text.prose(2)
    text.add(mark(2) + "市の現状と課題")
    for number, name in enumerate(("人口の推移", "アンケート調査の結果", "前期計画の評価"), 1):
        text.add(f"{number}　{name}")
        text.prose(2)
        text.add("図表 2-1　総人口の推移　　　　　　　　単位：人")
        text.add("平成27年 令和２年 令和７年")
        text.add("38,214 36,902 35,120")
        text.add("資料：国勢調査")
        text.prose(2)
    for item in ("若い世代の転出が続いている", "交通の便が悪い", "相談先が知られていない"):
        text.add("・" + item)


def _after(text: Text, mark: str) -> None:
    text.add(mark + "計画の推進にあたって")
    for number, name in enumerate(("推進体制", "進行管理"), 1):
        text.add(f"{number}　{name}")
        text.prose(2)
    text.add("資料編")
    text.add("１　策定委員会委員名簿")
    for name in ("会長　早 瀬 一 郎　大学教授", "委員　小 波 ふ み　公募", "委員　渡 口 健　商工会"):
        text.add(name)
    text.add("２　用語解説")
    text.add("アウトリーチ　支援する側が出向いて行うこと。")
    text.add("ＮＰＯ　営利を目的としない団体のこと。")


def pdf_with_contents(seed: int) -> tuple[str, Tree]:
    """A plan of chapters with contents, overview and details, page numbers and running heads."""
    tree = content(seed)
    text = Text(seed, head="第４章　施策の展開", foot=lambda n: f"- {n} -")
    _front(text, "第２次汐乃原市ふれあい福祉計画")
    text.add("目　次")
    for line in (
        "第１章　計画の策定にあたって",
        "１　計画策定の背景と趣旨",
        "第２章　市の現状と課題",
        "第３章　計画の基本的な考え方",
        "１　基本理念",
        "２　施策の体系",
        "第４章　施策の展開",
    ):
        text.add(f"{line} ･････････････････････････ {text.rng.randint(1, 40)}")
    for g, goal in enumerate(tree, 1):
        text.add(f"基本目標{g}　{goal.name} ････････････････ {20 + g}"[:60])
    text.add("第５章　計画の推進にあたって ･･････････････ 58")
    _chapters_before(text, lambda n: f"第{n}章　".translate(_FULL))
    text.add("第３章　計画の基本的な考え方")
    text.add("１　基本理念")
    text.add("ともに支え、ともに生きる　汐乃原")
    text.prose(2)
    text.add("２　施策の体系")
    text.add("基本目標　　施策の方向")
    for g, goal in enumerate(tree, 1):
        text.add(f"基本目標{g}　{goal.name}")
        for p, policy in enumerate(goal.under, 1):
            text.add(f"（{p}）{policy.name}".translate(_FULL))
    text.add("第４章　施策の展開")
    for g, goal in enumerate(tree, 1):
        text.add(f"基本目標{g}　{goal.name}")
        text.prose(2)
        for p, policy in enumerate(goal.under, 1):
            text.add(f"（{p}）{policy.name}".translate(_FULL))
            text.add("【現状と課題】")
            text.prose(2)
            text.add("・認知度が低い")
            text.add("・利用者が固定している")
            text.add("【主な取組】")
            for w, work in enumerate(policy.under):
                text.add(f"{_CIRCLED[w]}　{work.name}")
                text.prose(1)
            text.add("【成果指標】")
            text.add("指標名 現状値（Ｒ５） 目標値（Ｒ11）")
            text.add("利用者数 1,204人 1,500人")
    _after(text, "第５章　")
    return text.whole(), _flat(
        tree, [lambda p: f"基本目標{p[0]}", lambda p: f"（{p[1]}）".translate(_FULL), lambda p: _CIRCLED[p[2] - 1]]
    )


def web_page(seed: int) -> tuple[str, Tree]:
    """A page of a site: breadcrumbs, lists with hyphens, links to files, the address of the office."""
    tree = content(seed, 3)
    text = Text(seed, width=400)
    for line in (
        "トップページ > 市政情報 > 計画・施策 > 環境基本計画",
        "ページ番号 1004512　更新日 令和6年4月1日",
        "印刷",
        "",
        "汐乃原市環境基本計画を策定しました",
        "",
    ):
        text.add(line)
    text.prose(3, "")
    text.add("計画の期間")
    text.add("令和6年度から令和15年度までの10年間")
    text.add("計画の体系")
    for g, goal in enumerate(tree, 1):
        text.add(f"基本目標{g}: {goal.name}")
        text.prose(1, "")
        for p, policy in enumerate(goal.under, 1):
            text.add(f"{g}-{p} {policy.name}")
            for work in policy.under:
                text.add(f"- {work.name}")
        text.add()
    for line in (
        "ダウンロード",
        "- 環境基本計画(本編) (PDF:4.2MB)",
        "- 環境基本計画(概要版) (PDF:812KB)",
        "PDFファイルをご覧いただくには、Adobe Readerが必要です。",
        "このページに関するお問い合わせ",
        "環境課 環境政策係",
        "電話:0999-12-3456 ファクス:0999-12-3457",
        "よりよいウェブサイトにするためにみなさまのご意見をお聞かせください",
        "このページの情報は役に立ちましたか?",
        "1.役に立った 2.ふつう 3.役に立たなかった",
    ):
        text.add(line)
    return text.whole(), _flat(tree, [lambda p: f"基本目標{p[0]}", lambda p: f"{p[0]}-{p[1]}", lambda p: "-"])


def one_paragraph(seed: int) -> tuple[str, Tree]:
    """A whole document whose line breaks became spaces."""
    tree = content(seed, 4, (2, 3), (2, 3))
    text = Text(seed, width=34)
    _front(text, "汐乃原市男女共同参画プラン")
    text.add("第1章 計画の概要")
    text.add("1 計画の趣旨")
    text.prose(3)
    text.add("2 計画の期間")
    text.prose(1)
    text.add("第2章 施策の体系")
    for g, goal in enumerate(tree):
        text.add(f"{_ROMAN[g]} {goal.name}")
        for p, policy in enumerate(goal.under, 1):
            text.add(f"{p} {policy.name}")
            for w, work in enumerate(policy.under, 1):
                text.add(f"({w}) {work.name}")
    text.add("第3章 計画の推進")
    text.prose(3)
    return " ".join(line.strip() for line in text.lines if line.strip()), _flat(
        tree, [lambda p: _ROMAN[p[0] - 1], lambda p: str(p[1]), lambda p: f"({p[2]})"]
    )


def numbers_on_lines(seed: int) -> tuple[str, Tree]:
    """Numbers stand on lines of their own, as pages of tables are copied; page numbers, too."""
    tree = content(seed, 4, (2, 4), (0, 0))
    text = Text(seed, width=30, foot=lambda n: str(n), page=30)
    _front(text, "汐乃原市公共交通計画")
    text.add("1")
    text.add("計画の目的")
    text.prose(3)
    text.add("2")
    text.add("地域公共交通の現状")
    text.prose(3)
    text.add("3")
    text.add("施策の体系")
    for g, goal in enumerate(tree, 1):
        text.add(f"基本方針{g}")
        text.add(goal.name)
        for p, policy in enumerate(goal.under, 1):
            text.add(f"{g}-{p}")
            text.add(policy.name)
    text.add("4")
    text.add("計画の進行管理")
    text.prose(2)
    return text.whole(), _flat(tree, [lambda p: f"基本方針{p[0]}", lambda p: f"{p[0]}-{p[1]}"])


def glued(seed: int) -> tuple[str, Tree]:
    """Numbers glued to their titles, prose below each, a second numbering that runs through the document."""
    tree = content(seed, 3, (2, 4), (2, 4))
    text = Text(seed, width=36, head="汐乃原市地域福祉活動計画", foot=lambda n: f"{n}／48", page=40)
    _front(text, "汐乃原市地域福祉活動計画")
    _chapters_before(text, lambda n: f"{_ROMAN[n - 1]}")
    text.add("Ⅲ活動計画")
    gold: Tree = []
    run = 0
    for g, goal in enumerate(tree, 1):
        text.add(f"目標{g}{goal.name}")
        gold.append((1, f"目標{g}", goal.name))
        text.prose(2)
        for p, policy in enumerate(goal.under, 1):
            text.add(f"({p}){policy.name}")
            gold.append((2, f"({p})", policy.name))
            text.prose(2)
            for work in policy.under:
                run += 1
                text.add(f"事業{run}　{work.name}")
                gold.append((3, f"事業{run}", work.name))
                text.add("担当：福祉課、社会福祉協議会")
                text.prose(1)
    text.add("Ⅳ計画の推進体制")
    text.prose(2)
    return text.whole(), gold


def wrapped(seed: int) -> tuple[str, Tree]:
    """A narrow column: titles are broken inside words, bullets hang."""
    tree = content(seed, 4, (2, 3), (2, 3))
    text = Text(seed, width=11)
    for line in ("施策の体系", "【基本目標】", "【施策】"):
        text.add(line)
    for g, goal in enumerate(tree, 1):
        text.add(f"{g}. {goal.name}")
        for policy in goal.under:
            text.add(f"○{policy.name}")
            for work in policy.under:
                text.add(f"・{work.name}")
    return text.whole(), _flat(tree, [lambda p: str(p[0]), lambda p: "○", lambda p: "・"])


def labels_apart(seed: int) -> tuple[str, Tree]:
    """The label stands on one line, the title on the next, a paragraph behind; policies in brackets."""
    tree = content(seed, 4, (2, 4), (2, 3))
    text = Text(seed, width=40)
    _front(text, "汐乃原市教育振興基本計画")
    text.add("第１章　総論")
    text.prose(4)
    text.add("第２章　各論")
    for g, goal in enumerate(tree, 1):
        text.add()
        text.add(f"基本方針 {g}")
        text.add(goal.name)
        text.prose(2)
        for p, policy in enumerate(goal.under, 1):
            text.add()
            text.add(f"＜施策{p}＞")
            text.add(policy.name)
            text.prose(2)
            for work in policy.under:
                text.add(f"◆ {work.name}")
                text.prose(1, "　　")
    _after(text, "第３章　")
    return text.whole(), _flat(tree, [lambda p: f"基本方針 {p[0]}", lambda p: f"＜施策{p[1]}＞", lambda p: "◆"])


def read_aloud(seed: int) -> tuple[str, Tree]:
    """The version for people who listen: every line is a sentence, blank lines between."""
    tree = content(seed, 3, (2, 3), (2, 3))
    lines = [
        "汐乃原市人権施策推進計画、テキスト版。",
        "目次。",
        "第1章、計画の基本的な考え方。",
        "第2章、施策の展開。",
        "第3章、推進体制。",
        "以上で、目次を終わります。",
        "第1章、計画の基本的な考え方。",
        "1、計画策定の趣旨。",
        *_PROSE[:3],
        "2、計画の期間。",
        _PROSE[4],
        "第2章、施策の展開。",
    ]
    for g, goal in enumerate(tree, 1):
        lines += [f"基本方針{g}、{goal.name}。", _PROSE[g]]
        for p, policy in enumerate(goal.under, 1):
            lines += [f"{g}の{p}、{policy.name}。", _PROSE[p + 4]]
            lines += [
                f"まる{w}、{work.name}。" if False else f"({w})、{work.name}。"
                for w, work in enumerate(policy.under, 1)
            ]
    lines += ["第3章、推進体制。", "1、庁内の体制。", _PROSE[5], "2、進行管理。", _PROSE[6], "終わり。"]
    return "\n\n".join(lines), _flat(
        tree, [lambda p: f"基本方針{p[0]}", lambda p: f"{p[0]}の{p[1]}", lambda p: f"({p[2]})"]
    )


def signs_only(seed: int) -> tuple[str, Tree]:
    """No numbers at all: ■, ○ and ・ at growing indents, with prose and notes between."""
    tree = content(seed, 4, (2, 3), (2, 4))
    text = Text(seed, width=40, foot=lambda n: f"　　　　　　　　　　{n}", page=45)
    for line in ("令和６年度　汐乃原町まちづくりの取組方針", "", "汐乃原町総務課", ""):
        text.add(line)
    text.prose(3)
    for goal in tree:
        text.add(f"■{goal.name}")
        text.prose(1)
        for policy in goal.under:
            text.add(f"　○{policy.name}")
            for work in policy.under:
                text.add(f"　　・{work.name}")
    text.add("※この方針は、予算の成立を前提としています。")
    text.add("問い合わせ先　総務課　電話 0999-98-7654")
    return text.whole(), _flat(tree, [lambda p: "■", lambda p: "○", lambda p: "・"])


def spaced_columns(seed: int) -> tuple[str, Tree]:
    """A table whose columns are parted by single spaces, over two pages, its header printed again."""
    tree = content(seed, 4, (2, 3), (2, 3))
    lines = ["第３章 施策の体系", "基本目標 施策の方向 主な取組"]
    for g, goal in enumerate(tree, 1):
        if g == 3:
            lines += ["12", "第３章 施策の体系", "基本目標 施策の方向 主な取組"]
        row = f"{g} {goal.name}"
        for p, policy in enumerate(goal.under, 1):
            row += f" ({p}) {policy.name}"
            for w, work in enumerate(policy.under):
                lines.append(f"{row} {_CIRCLED[w]}{work.name}".strip())
                row = ""
    lines += ["第４章 計画の推進", "1 推進体制", _PROSE[5], "2 進行管理", _PROSE[3]]
    return "\n".join(lines), _flat(tree, [lambda p: str(p[0]), lambda p: f"({p[1]})", lambda p: _CIRCLED[p[2] - 1]])


def chapters_are_goals(seed: int) -> tuple[str, Tree]:
    """A 総合計画 in parts: the chapters of the third part are the goals, its sections the policies."""
    tree = content(seed, 5, (2, 4), (2, 4))
    text = Text(seed, width=38, head="第３部　基本計画", foot=lambda n: f"汐乃原町総合計画　{n}", page=38)
    _front(text, "第６次汐乃原町総合計画")
    text.add("第１部　序論")
    _chapters_before(text, lambda n: f"第{n}章　")
    text.add("第２部　基本構想")
    for number, name in enumerate(("基本理念", "将来像", "土地利用の方針"), 1):
        text.add(f"第{number}章　{name}")
        text.prose(2)
    text.add("第３部　基本計画")
    for g, goal in enumerate(tree, 1):
        text.add(f"第{g}章　{goal.name}")
        for p, policy in enumerate(goal.under, 1):
            text.add(f"第{p}節　{policy.name}")
            text.add("現状と課題")
            text.prose(2)
            text.add("基本方針")
            text.prose(1)
            text.add("主要施策")
            for w, work in enumerate(policy.under, 1):
                text.add(f"({w}) {work.name}")
                text.prose(1)
    text.add("資料")
    text.add("１　策定の経過")
    text.add("令和５年６月　第１回審議会")
    text.add("令和５年９月　パブリックコメント")
    return text.whole(), _flat(tree, [lambda p: f"第{p[0]}章", lambda p: f"第{p[1]}節", lambda p: f"({p[2]})"])


def report_to_mayor(seed: int) -> tuple[str, Tree]:
    """A report: 第1, 一, （一） with prose; no level names."""
    tree = content(seed, 3, (2, 3), (2, 3))
    text = Text(seed, width=40)
    for line in (
        "汐乃原市における文化芸術の振興について（答申）",
        "令和６年２月",
        "汐乃原市文化芸術審議会",
        "はじめに",
    ):
        text.add(line)
    text.prose(3)
    text.add("第１　答申に当たっての考え方")
    text.prose(2)
    text.add("第２　施策の展開")
    for g, goal in enumerate(tree):
        text.add(f"{_KANJI[g]}　{goal.name}")
        text.prose(1)
        for p, policy in enumerate(goal.under):
            text.add(f"　（{_KANJI[p]}）{policy.name}")
            text.prose(2)
            for w, work in enumerate(policy.under):
                text.add(f"　　{'アイウエオ'[w]}　{work.name}")
    text.add("第３　計画の推進に当たって")
    text.prose(2)
    text.add("附属資料")
    text.add("審議会委員名簿")
    return text.whole(), _flat(
        tree, [lambda p: _KANJI[p[0] - 1], lambda p: f"（{_KANJI[p[1] - 1]}）", lambda p: "アイウエオ"[p[2] - 1]]
    )


def works_with_offices(seed: int) -> tuple[str, Tree]:
    """Policies numbered 1-1, works as lines of number, name, text and office, as tables lose their columns."""
    tree = content(seed, 3, (2, 3), (2, 4))
    text = Text(seed, width=44, foot=lambda n: f"{n}", page=42)
    _front(text, "汐乃原市健康増進計画")
    _chapters_before(text, lambda n: f"第{n}章 ")
    text.add("第3章 施策の展開")
    gold: Tree = []
    number = 0
    for g, goal in enumerate(tree, 1):
        text.add(f"基本目標{g} {goal.name}")
        gold.append((1, f"基本目標{g}", goal.name))
        for p, policy in enumerate(goal.under, 1):
            text.add(f"{g}-{p} {policy.name}")
            gold.append((2, f"{g}-{p}", policy.name))
            text.prose(1)
            text.add("No. 取組名 取組内容 担当課")
            for work in policy.under:
                number += 1
                text.add(f"{number} {work.name}")
                gold.append((3, str(number), work.name))
                text.add("地域の団体と協力して実施します。")
                text.add("健康課")
    _after(text, "第4章 ")
    return text.whole(), gold


KINDS: tuple[Callable[[int], tuple[str, Tree]], ...] = (
    pdf_with_contents, web_page, one_paragraph, numbers_on_lines, glued, wrapped, labels_apart, read_aloud, signs_only, spaced_columns,
    chapters_are_goals, report_to_mayor, works_with_offices,
)  # fmt: skip


def minutes(seed: int) -> str:
    """Minutes of a council about a plan."""
    rng = random.Random(seed)
    lines = [
        "令和６年度第２回汐乃原市環境審議会会議録",
        "１　日時　令和６年８月20日（火）午後２時～４時",
        "２　場所　市役所３階会議室",
        "３　出席者　委員11名",
        "４　議題",
        "（１）環境基本計画の進捗について",
        "（２）施策の体系（案）について",
        "（３）その他",
        "５　会議の内容",
    ]
    for _ in range(25):
        lines += [
            rng.choice(("（会長）", "（Ａ委員）", "（事務局）", "（Ｂ委員）")) + rng.choice(_PROSE) + rng.choice(_PROSE)
        ]
    return "\n".join([*lines, "６　次回の予定", "（１）日時　令和６年11月", "（２）場所　未定"])


def survey(seed: int) -> str:
    """The report of a survey."""
    rng = random.Random(seed)
    lines = [
        "市民アンケート調査結果報告書",
        "Ⅰ　調査の概要",
        "１　調査の目的",
        rng.choice(_PROSE),
        "２　調査の方法",
        "（１）調査対象　18歳以上の市民2,000人",
        "（２）調査期間　令和５年７月１日～７月31日",
        "（３）回収率　48.2％",
        "Ⅱ　調査の結果",
    ]
    for number, question in enumerate(
        (
            "あなたの性別をお答えください。",
            "お住まいの地区はどこですか。",
            "今後も住み続けたいと思いますか。",
            "市の施策に満足していますか。",
        ),
        1,
    ):
        lines += [
            f"問{number}　{question}",
            "１．はい　　42.1%",
            "２．いいえ　31.0%",
            "３．わからない　26.9%",
            rng.choice(_PROSE),
        ]
    return "\n".join(lines)


def guideline(seed: int) -> str:
    """How to apply for a subsidy."""
    rng = random.Random(seed)
    lines = [
        "令和６年度　空き店舗活用事業補助金　募集要項",
        "１　目的",
        rng.choice(_PROSE),
        "２　対象者",
        "（１）市内に住所を有する者",
        "（２）市税を滞納していない者",
        "３　補助金の額",
        "（１）改修費　上限50万円",
        "（２）家賃　月額３万円",
        "４　申請方法",
        "次の書類を商工課へ提出してください。",
        "・申請書（様式第１号）",
        "・事業計画書",
        "・見積書の写し",
        "５　募集期間",
        "令和６年４月１日から６月30日まで",
        "６　問い合わせ先",
        "商工課　電話 0999-11-2222",
    ]
    return "\n".join(lines)


NEGATIVES: tuple[Callable[[int], str], ...] = (minutes, survey, guideline)
