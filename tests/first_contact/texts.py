"""Texts as they come out of PDFs, pages of a site, minutes and spreadsheets. Pure."""

from __future__ import annotations

from tests.first_contact.paper import Node, Paper, structure, tree


def _listed(roots: tuple[Node, ...], indent: str) -> str:
    """Children one indent deeper than their parents."""
    return "\n".join(
        f"{indent}{one.printed}\n" + "\n".join(f"{indent * 2}{kid.label}　{kid.name}" for kid in one.kids)
        for one in roots
    )


def drawn_branches() -> Paper:
    """A tree of line characters, a word instead of a number before the last rank."""
    roots = tree("""
政策１|健康でいきいき暮らせるまち
 施策１|地域医療体制の確立
  事業|医師確保対策事業
  事業|遠隔診療導入事業
 施策２|介護予防の推進
  事業|通いの場支援事業
政策２|活力に満ちたまち
 施策３|畜産業の振興
  事業|放牧地整備事業
  事業|家畜防疫対策事業
  事業|乳製品加工施設支援事業
 施策４|雇用の創出
  事業|企業誘致奨励事業
""")
    vision = "豊かな牧場と人の輪が広がるまち"
    lines = ["牧ノ原台町　政策体系図（令和７年度）", "", vision]

    def put(kids: tuple[Node, ...], before: str) -> None:
        for one in kids:
            last = one is kids[-1]
            lines.append(f"{before}{'└' if last else '├'}─{one.printed}")
            put(one.kids, before + ("　　" if last else "│　"))

    put(roots, "")
    found = (structure("牧ノ原台町　政策体系図（令和７年度）", roots, None),)
    return Paper("drawn-branches", "text", "\n".join(lines) + "\n", found, (("vision", vision),), ".txt")


def spaced() -> Paper:
    """Shift_JIS with CR LF, headings with spaces between the letters."""
    roots = tree("""
１．|豊かな緑を守る
 ア．|市民の森の指定
 イ．|街路樹診断の実施
２．|身近な公園を生かす
 ア．|公園愛護会の支援
 イ．|遊具の安全点検
 ウ．|民間活力による公園経営
３．|花と緑の輪を広げる
 ア．|生け垣設置の助成
 イ．|緑のカーテンの普及
""")
    lines = ["第　二　次　　若　草　市　緑　の　基　本　計　画", "", "第　五　章　　　施　策　の　体　系", ""]
    lines += ["＜　基　本　方　針　＞", ""]
    for one in roots:
        lines.append(f"{one.label}　{'　'.join(one.name) if len(one.name) < 9 else one.name}")
        lines += [f"　　{kid.label}{kid.name}" for kid in one.kids]
        lines.append("")
    found = (structure("第五章　施策の体系", roots, None),)
    return Paper("spaced", "text", "\r\n".join(lines).encode("cp932"), found, suffix=".txt")


def minutes() -> Paper:
    """Minutes of a committee that hold a small hierarchy; numbered items stand around it."""
    roots = tree("""
Ⅰ|住まいを継ぐ
 １|空き家の予防
 ２|空き家の流通
Ⅱ|住まいを選ぶ
 １|子育て世帯の住宅取得の支援
 ２|高齢者の住み替えの支援
Ⅲ|住まいを守る
 １|耐震改修の促進
 ２|マンション管理の適正化
 ３|市営住宅の集約
""")
    text = f"""令和７年度第２回　松風ヶ原市住生活基本計画策定委員会　議事要旨

日時　令和７年８月２６日（火）１０時～１２時
場所　市役所本庁舎５階　大会議室
出席　委員９名、事務局４名

１　開会
２　委員長挨拶
３　議題
(1) 第１回委員会の意見への対応について
　事務局から資料１により説明した。
　【委員】　持ち家率の推移は、世帯主の年齢別にも示してほしい。
　【事務局】　次回までに追加する。
(2) 施策体系（たたき台）について
　事務局から、次の体系により検討を進めたい旨の説明があった。

{_listed(roots, "　　")}

　【委員】　「住まいを選ぶ」に、単身の若者も加えるべきではないか。
　【委員】　市営住宅については、１　集約の時期、２　跡地の活用、の２点を明らかにしてほしい。
　【事務局】　庁内で調整し、素案で示す。
(3) 今後の予定について
　１　10月　第３回委員会（素案）
　２　12月　パブリックコメント
４　閉会
"""
    return Paper("minutes", "text", text, (structure("施策体系（たたき台）について", roots, None),), suffix=".txt")


def before_and_after() -> Paper:
    """Two editions one after the other in a notice of change."""
    old = tree("""
１|地域の足を守る
 （１）|循環バスの運行
２|地域の店を守る
 （１）|移動販売車の運行支援
３|地域の祭りを守る
 （１）|保存団体への助成
""")
    new = tree("""
１|地域の足を守る
 （１）|循環バスの増便
 （２）|免許返納者への支援
２|地域の店を守る
 （１）|移動販売車の運行支援
 （２）|共同店舗の設置
""")

    def listed(roots: tuple[Node, ...]) -> str:
        return _listed(roots, "　").replace("）　", "）")

    text = (
        "過疎地域持続的発展計画の変更について\n\n変更の内容は、次のとおりである。\n\n"
        f"＜変更前＞\n\n{listed(old)}\n\n＜変更後＞\n\n{listed(new)}\n\n附記　この変更は、令和８年４月１日から実施する。\n"
    )
    found = (structure("変更前", old, None), structure("変更後", new, None))
    return Paper("before-and-after", "text", text, found, suffix=".txt")


def columns_apart() -> Paper:
    """A table copied column by column: all parents, then all children, which name their parents by number."""
    roots = tree("""
1|学びあう
 1-1|確かな学力の育成
 1-2|特別支援教育の充実
 1-3|キャリア教育の推進
2|支えあう
 2-1|教育相談の充実
 2-2|地域学校協働本部の設置
3|高めあう
 3-1|社会教育の充実
 3-2|文化財の活用
 3-3|競技スポーツの振興
""")
    title = "第３期椿原市教育大綱　体系"
    lines = [title, "", "基本目標", *(one.printed for one in roots), "", "施策"]
    lines += [kid.printed for one in roots for kid in one.kids]
    text = "\n".join([*lines, "", "- 6 -", ""])
    return Paper("columns-apart", "text", text, (structure(title, roots, None),), suffix=".txt")


def web_page() -> Paper:
    """A page of a site as text: navigation, headings, bullets that are measures, bullets that are files."""
    roots = tree("""
基本方針1|移動しやすい交通体系をつくる
 *|幹線バスの維持・改善
 *|予約制乗合交通の導入
 *|乗継拠点の待合環境の整備
基本方針2|利用したくなる公共交通にする
 *|運行情報のリアルタイム配信
 *|全路線で使える定期券の発行
 *|バスの乗り方教室の開催
基本方針3|地域で支える仕組みを育てる
 *|地域協議会の設立支援
 *|運転士の確保に向けた取組
""")
    body = "\n".join(
        f"### {one.label} {one.name}\n\n" + "".join(f"  * {kid.name}\n" for kid in one.kids) for one in roots
    )
    text = f"""  * [ホーム](/)
  * [くらし・手続き](/kurashi/)
  * [市政情報](/shisei/)

[現在地](#) [トップページ](/) > [市政情報](/shisei/) > [計画](/keikaku/) > 地域公共交通計画

# 夏目台市地域公共交通計画を策定しました

更新日：2025年4月1日 ページID：10482

市では、令和7年度から令和11年度までを計画期間とする「夏目台市地域公共交通計画」を策定しました。

## 計画の概要

{body}
## 計画書

  * [計画書（本編）（PDF：4.2MB）](/files/honpen.pdf)
  * [計画書（概要版）（PDF：980KB）](/files/gaiyo.pdf)

## このページに関するお問い合わせ

都市政策課 交通政策係

電話：000-000-0000

  * [個人情報の取り扱い](/privacy/)
  * [サイトマップ](/sitemap/)
"""
    found = (structure("計画の概要", roots, None),)
    return Paper("web-page", "text", text, found, (("title", "夏目台市地域公共交通計画"),), ".txt")


def tabs() -> Paper:
    """A table with tabs; the cell of a parent is empty after its first row, numbers have a column of their own."""
    roots = tree("""
A|ひとが育つ
 A-1|就学前教育の質の向上|幼児教育課|研修参加率|62%|90%
 A-2|少人数指導の拡充|学校教育課|授業がわかる児童の割合|84%|90%
 A-3|不登校児童生徒への支援|教育相談室|校内フリースペース設置校|3校|9校
B|しごとが育つ
 B-1|地元就職の促進|商工課|高卒者の地元就職率|38%|45%
 B-2|中心市街地の活性化|商工課|歩行者通行量|2,104人|2,600人
C|くらしが育つ
 C-1|空き家対策の推進|建築住宅課|除却補助件数|31件|200件
 C-2|多文化共生の推進|市民協働課|日本語教室の受講者|58人|100人
 C-3|避難所の環境改善|危機管理課|空調設置率|22%|100%
""")
    title = "令和8年度 施策一覧（抜粋）"
    lines = [title, "", "政策\t施策コード\t施策名\t担当課\t成果指標\t現状値\t目標値"]
    for one in roots:
        for at, kid in enumerate(one.kids):
            first = f"{one.label} {one.name}" if at == 0 else ""
            lines.append("\t".join((first, kid.label, kid.name, *kid.more)))
    return Paper("tabs", "text", "\n".join(lines) + "\n", (structure(title, roots, None),), suffix=".txt")
