"""A plan of a small town, typed with full-width characters and drawn line by line. IO: writes a PDF."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from tests.first_contact.paper import Paper, structure, tree

FONTS = (
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
    Path("/usr/share/fonts/truetype/fonts-japanese-gothic.ttf"),
)
PER_PAGE = 34
"""Lines on a page."""


def gothic() -> Path:
    """The file of a Japanese font.

    Raises:
        FileNotFoundError: none of those that are looked for is here.
    """
    found = next((path for path in FONTS if path.exists()), None)
    if found is None:
        raise FileNotFoundError("no IPAex Gothic: apt-get install fonts-ipaexfont-gothic")
    return found


def typewriter() -> Paper:
    """Two pages: spaced letters, wide numbers, one sentence under each entry, lists of members at the end."""
    roots = tree("""
１|社会教育の振興
 （１）|青少年教育
  ア|子ども会活動の育成
  イ|通学合宿の実施
 （２）|成人教育
  ア|家庭教育学級の開設
  イ|高齢者大学の充実
２|社会体育の振興
 （１）|体育施設の整備
  ア|村民プールの改修
 （２）|競技力の向上
  ア|スポーツ少年団の指導者養成
  イ|全国大会出場者への激励金の交付
３|文化財の保護
 （１）|民俗芸能の保存
  ア|神楽保存会への助成
  イ|記録映像の作成
 （２）|文化財の公開
  ア|旧庄屋屋敷の一般公開
""")
    sentence = {"ア": "関係団体の協力を得て、年間を通じて実施する。", "イ": "対象者に広く周知し、参加を促す。"}
    lines = [
        "　　　　令　和　八　年　度",
        "　　　　社　会　教　育　推　進　計　画",
        "",
        "　　　　　　　　　　　　　　　　　　石楠花村教育委員会",
        "",
        "Ⅰ　基　本　方　針",
        "　村民一人ひとりが生涯を通じて学び、その成果を地域で生かすこと",
        "のできる村をめざし、次の三つの重点目標により事業を進める。",
        "",
        "Ⅱ　重点目標及び推進事項",
        "",
    ]
    for one in roots:
        lines.append(f"　{one.printed}")
        for kid in one.kids:
            lines.append(f"　　{kid.printed}")
            for last in kid.kids:
                lines += [f"　　　　{last.printed}", f"　　　　　{sentence[last.label]}"]
        lines.append("")
    lines += ["Ⅲ　推　進　体　制", "　社会教育委員会議において、計画の進捗を年二回確認する。"]
    lines += ["　１　社会教育委員　　８名", "　２　公民館運営審議会委員　　６名"]

    def draw(target: Path) -> None:
        pdfmetrics.registerFont(TTFont("gothic", gothic()))
        paper = canvas.Canvas(str(target), pagesize=(595, 842), invariant=1)
        for number, start in enumerate(range(0, len(lines), PER_PAGE), 1):
            for at, line in enumerate(lines[start : start + PER_PAGE]):
                paper.setFont("gothic", 12)
                paper.drawString(72, 770 - 20 * at, line)
            paper.setFont("gothic", 10)
            paper.drawCentredString(297, 40, f"－ {number} －")
            paper.showPage()
        paper.save()

    return Paper("typewriter", "town", draw, (structure("Ⅱ　重点目標及び推進事項", roots, one_page=False),))
