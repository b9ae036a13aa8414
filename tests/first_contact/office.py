"""What is written in a word processor and in a spreadsheet: a plan in chapters, two lists of measures. Runs LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from tests.first_contact.flat_odf import PAGE_NUMBER, Cell, Look, paragraph, sheet, text_document
from tests.first_contact.paper import Node, Paper, leaves, prose, structure, tree

TIMEOUT = 180
"""Seconds for one document."""


def print_flat(xml: str, suffix: str, target: Path) -> None:
    """Print a flat OpenDocument file to `target`, which ends in .pdf.

    Raises:
        FileNotFoundError: no LibreOffice here.
    """
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("no LibreOffice: apt-get install libreoffice-writer libreoffice-calc")
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, target.stem + suffix)
        source.write_text(xml, encoding="utf-8")
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(target.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)


def chapters() -> Paper:
    """A plan of eight pages: contents, chapters, footnotes, a running head; lists in other chapters that are no measures."""
    roots = tree("""
基本方針１|人権を尊重する意識の醸成
 (1)|人権教育の推進
  ①|就学前教育における取組
  ②|学校教育における取組
  ③|社会教育における取組
 (2)|人権啓発の推進
  ①|啓発資料の作成と配布|啓発資料　パンフレット、ポスター、動画等をいう。
  ②|人権フェスティバルの開催
基本方針２|相談・支援体制の整備
 (1)|相談窓口の充実
  ①|人権擁護委員による相談
  ②|多言語による相談への対応
 (2)|被害者支援の強化
  ①|関係機関との連携
基本方針３|分野別の取組
 (1)|女性
  ①|性別による役割分担意識の解消
  ②|女性に対する暴力の根絶
 (2)|子ども
  ①|児童虐待の防止|児童虐待　児童虐待の防止等に関する法律第２条に規定する行為をいう。
 (3)|インターネットによる人権侵害
  ①|モニタリングの実施|モニタリング　インターネット上の差別的な書き込みを監視し、削除を要請すること。
  ②|情報モラルの向上
""")
    gothic = "IPAexGothic"
    looks = (
        Look("ttl", 24, True, gothic, before=70, align="center"),
        Look("sub", 14, False, gothic, before=6, align="center"),
        Look("ch", 16, True, gothic, after=4, new_page=True),
        Look("g", 12.5, True, gothic, before=5, after=2, with_next=True),
        Look("m", 11.5, True, gothic, left=3, before=3, with_next=True),
        Look("a", 10.5, False, gothic, left=7, before=2, with_next=True),
        Look("b", left=6, first=3.7),
        Look("bi", left=11, first=3.7),
        Look("toc", left=4),
    )
    title = "第３次 千曲台市人権施策推進基本計画"
    listed = [
        ("第１章　計画の策定", 3), ("　１　策定の趣旨", 3), ("　２　計画の期間", 3), ("第２章　人権をめぐる状況", 4), ("第３章　施策の推進", 5),
        *((f"　{one.printed}", 5 + at) for at, one in enumerate(roots)), ("第４章　計画の推進", 8),
    ]  # fmt: skip
    parts = [("ttl", title), ("sub", "（２０２３年度～２０３２年度）"), ("sub", "千 曲 台 市"), ("ch", "目　次")]
    parts += [("toc", f"{name}{'…' * 24}{page}") for name, page in listed]
    parts += [("ch", "第１章　計画の策定"), ("g", "１　策定の趣旨"), ("b", prose(1, 6)), ("g", "２　計画の期間")]
    parts += [("b", "2023年度から2032年度までの10年間とします。"), ("ch", "第２章　人権をめぐる状況")]
    parts += [("g", "１　国際社会の動き"), ("b", prose(2, 6)), ("g", "２　市民意識調査の結果"), ("b", prose(5, 6))]
    parts += [("bi", "(1) 人権問題への関心　「関心がある」と答えた人は72.4％でした。")]
    parts += [("bi", "(2) 差別の経験　「受けたことがある」と答えた人は18.9％でした。"), ("ch", "第３章　施策の推進")]
    body = "".join(paragraph(look, text) for look, text in parts)
    number = notes = 0
    for one in roots:
        body += paragraph("g", one.printed) + paragraph("b", prose(number, 3))
        for kid in one.kids:
            number += 1
            body += paragraph("m", f"{kid.label} {kid.name}") + paragraph("b", prose(number, 3))
            for last in kid.kids:
                number += 1
                notes += bool(last.more)
                body += paragraph("a", f"{last.label} {last.name}", "".join(last.more), notes)
                body += paragraph("bi", prose(number, 3))
    parts = [("ch", "第４章　計画の推進"), ("g", "１　推進体制"), ("b", prose(2, 5))]
    parts += [("bi", "(1) 人権施策推進本部　市長を本部長とします。")]
    parts += [("bi", "(2) 人権施策審議会　学識経験者などで構成します。"), ("g", "２　計画の見直し"), ("b", prose(7, 3))]
    body += "".join(paragraph(look, text) for look, text in parts)
    xml = text_document(looks, body, title, f"－ {PAGE_NUMBER} －")
    facts = (("title", "第３次千曲台市人権施策推進基本計画"), ("start_year", 2023), ("end_year", 2032))
    found = (structure("第３章　施策の推進", roots, 5, one_page=False),)
    return Paper("word-chapters", "word", partial(print_flat, xml, ".fodt"), found, facts, needs=("soffice",))


def indicators() -> Paper:
    """A sheet on A3: merged parents, two rows of header, indicators, years, costs."""
    roots = tree("""
1|働きがいのあるしごとをつくる
 (1)|地場産業の競争力の強化
  1|木工クラフトの販路開拓事業|産業振興課|継続|新規取引件数|4件|12件|○|○|○|3,200
  2|事業承継マッチング事業|産業振興課|新規|成約件数|－|6件|検討|○|○|1,800
 (2)|多様な働き方の支援
  3|テレワーク拠点運営事業|企画課|継続|延べ利用者数|1,120人|2,000人|○|○|○|5,400
2|新しいひとの流れをつくる
 (1)|移住・定住の促進
  4|お試し住宅運営事業|企画課|拡充|利用組数|18組|40組|○|○|○|2,150
  5|空き家バンク事業|建設課|継続|成約件数|9件|15件|○|○|○|4,000
  6|奨学金返還支援事業|教育総務課|新規|利用者数|－|20人|－|○|○|6,000
 (2)|関係人口の拡大
  7|ふるさと応援大使事業|企画課|継続|大使数|52人|100人|○|○|○|450
3|結婚・出産・子育ての希望をかなえる
 (1)|子育て世代の負担軽減
  8|学校給食費の無償化事業|教育総務課|新規|満足度|－|90％|○|○|○|38,700
  9|紙おむつ用ごみ袋支給事業|町民課|継続|支給率|88％|100％|○|○|○|620
4|魅力的な地域をつくる
 (1)|デジタルの活用
  10|キャッシュレス決済導入事業|会計課|拡充|決済比率|7％|30％|○|○|○|980
  11|オンデマンド交通運行事業|企画課|継続|利用者数|6,210人|9,000人|○|○|○|21,300
""")

    def head(text: str, rows: int = 1, columns: int = 1) -> Cell:
        return Cell(text, rows, columns, "h")

    title = "第２期 楢葉ヶ原町まち・ひと・しごと創生総合戦略　事業一覧（令和７年度版）"
    rows: list[list[Cell | None]] = [
        [Cell(title, look="t")],
        [Cell("計画期間：令和５年度～令和９年度", look="s")],
        [
            *(head(name, 2) for name in ("基本目標", "施策", "No.", "具体的事業", "担当課", "区分")),
            head("重要業績評価指標（ＫＰＩ）", 1, 3), None, None, head("実施年度", 1, 3), None, None, head("R7事業費\n（千円）", 2),
        ],
        [*[None] * 6, *(head(name) for name in ("指標名", "現状(R5)", "目標(R9)", "R7", "R8", "R9")), None],
    ]  # fmt: skip
    for one in roots:
        parent: Cell | None = Cell(f"{one.label} {one.name}", leaves(one))
        for kid in one.kids:
            middle: Cell | None = Cell(f"{kid.label} {kid.name}", leaves(kid))
            for last in kid.kids:
                cells = [Cell(text) for text in (last.label, last.name, *last.more[:-1])]
                rows.append([parent, middle, *cells, Cell(last.more[-1], look="r")])
                parent = middle = None
    xml = sheet((42, 42, 10, 52, 24, 13, 32, 20, 20, 13, 13, 13, 24), rows, "IPAexGothic", 9, (420, 297))
    found = structure(title, roots, 1, ["基本目標", "施策", "具体的事業"])
    return Paper("sheet-indicators", "table", partial(print_flat, xml, ".fods"), (found,), needs=("soffice",))


def blanks() -> Paper:
    """A sheet without merged cells: nothing stands below a parent, subtotals stand among the measures."""
    roots = tree("""
Ⅰ|事務事業の見直し
 １|内部事務の効率化
  |文書管理の電子化|総務課|1200|1200
  |会議資料のペーパーレス化|総務課|300|350
 ２|外部委託の推進
  |学校給食調理の民間委託|学校教育課|8000|8400
Ⅱ|歳入の確保
 １|収納対策の強化
  |コンビニ収納の拡大|税務課|2100|2300
  |滞納整理機構への移管|税務課|4500|4700
 ２|新たな財源の確保
  |ネーミングライツの導入|管財課|1000|1500
  |遊休地の売却|管財課|12000|6000
  |ふるさと納税の返礼品の拡充|企画課|30000|32000
Ⅲ|組織・人材の改革
 １|定員の適正化
  |再任用職員の活用|人事課|5200|5600
 ２|人材の育成
  |派遣研修の実施|人事課|-400|-400
""")

    def money(*amounts: int) -> list[Cell | None]:
        return [Cell(f"{amount:,}".replace("-", "△"), look="r") for amount in (*amounts, sum(amounts))]

    def total(name: str, of: tuple[Node, ...]) -> list[Cell | None]:
        each = [[int(amount) for amount in last.more[1:]] for one in of for kid in one.kids for last in kid.kids]
        words = (name, "", "", "") if name == "合計" else ("", "", name, "")
        return [*(Cell(word, look="b") for word in words), *money(*map(sum, zip(*each, strict=True)))]

    title = "第７次 鞍掛市行財政改革大綱　実施計画　取組一覧"
    header = ("改革の柱", "推進項目", "取組事項", "所管課", "令和6年度効果額", "令和7年度効果額", "計")
    rows: list[list[Cell | None]] = [[Cell(title, look="t")], [Cell("（単位：千円）", look="s")]]
    rows.append([Cell(name, look="h") for name in header])
    for one in roots:
        first = one.printed
        for kid in one.kids:
            second = kid.printed
            for last in kid.kids:
                opened = [Cell(first, look="o"), Cell(second, look="o"), Cell(last.name), Cell(last.more[0])]
                rows.append([*opened, *money(*map(int, last.more[1:]))])
                first = second = ""
        rows.append(total("小計", (one,)))
    rows.append(total("合計", roots))
    xml = sheet((45, 45, 60, 28, 32, 32, 28), rows, "Noto Serif CJK JP", 10, (297, 210))
    found = structure(title, roots, 1, ["改革の柱", "推進項目", "取組事項"])
    return Paper("sheet-blanks", "table", partial(print_flat, xml, ".fods"), (found,), needs=("soffice",))


def tender() -> Paper:
    """A notice of a public tender: numbered like a plan, and none."""
    looks = (
        Look("t", 13, True, "IPAexGothic", after=4, align="center"), Look("b"), Look("i", left=4), Look("j", left=9),
        Look("r", align="end"),
    )  # fmt: skip
    lines = """r白樺台市公告第８７号
t条件付一般競争入札の実施について
b次のとおり条件付一般競争入札を行うので、白樺台市財務規則第98条の規定により公告する。
r令和７年９月３日
r白樺台市長
b１　入札に付する事項
i(1) 工事名　　市道中央線舗装補修工事
i(2) 工事場所　白樺台市本町地内
i(3) 工期　　　契約締結の日から令和８年２月27日まで
i(4) 工事概要
j　ア　切削オーバーレイ工　2,340㎡
j　イ　区画線工　1,120ｍ
b２　入札に参加する者に必要な資格
i(1) 建設業法に基づく舗装工事業の許可を有すること。
i(2) 市内に本店を有すること。
i(3) 指名停止の措置を受けていないこと。
b３　入札の日程
i(1) 質問の受付　令和７年９月10日まで
i(2) 入札書の提出　令和７年９月18日から19日まで
i(3) 開札　　　　令和７年９月22日　午前９時30分
b４　入札の無効
i(1) 入札に参加する資格のない者のした入札
i(2) 金額を訂正した入札
b５　その他
i(1) 入札保証金　免除
i(2) 契約保証金　請負代金額の10分の１以上"""
    xml = text_document(looks, "".join(paragraph(line[0], line[1:]) for line in lines.split("\n")))
    return Paper("no-tender", "no plan", partial(print_flat, xml, ".fodt"), needs=("soffice",))
