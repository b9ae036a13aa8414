"""Leaflets and slides for citizens and councils: cards with badges, a house with pillars, rows of chevrons. Pure."""

from __future__ import annotations

from tests.first_contact.paper import Node, Paper, html, structure, tree


def cards() -> Paper:
    """Two columns of cards, a number in a circle over the corner of each, an indicator at its foot."""
    roots = tree("""
1|森と水を次代へつなぐ|#2d6a4f|森林整備面積　年120ha → 150ha
 ✓|水源かん養林の公有化
 ✓|間伐材の地域内利用
 ✓|河川の水質監視
2|ごみを資源に変える|#bc6c25|リサイクル率　19.8％ → 27.0％
 ✓|分別区分の見直し
 ✓|生ごみ堆肥化の普及
 ✓|リユース拠点の開設
3|エネルギーをかしこく使う|#e09f3e|温室効果ガス　2013年度比 ▲48％
 ✓|公共施設の照明ＬＥＤ化
 ✓|住宅の断熱改修補助
 ✓|小水力発電の事業化支援
4|いのちのつながりを守る|#386641|保護区　3か所 → 5か所
 ✓|希少な湿地植物の保護
 ✓|外来魚の駆除
5|快適なまちをつくる|#3d5a80|苦情件数　84件 → 60件
 ✓|不法投棄パトロール
 ✓|騒音・悪臭の相談対応
 ✓|花のある通りの整備
6|みんなで学び行動する|#9e2a2b|講座参加者　年300人 → 600人
 ✓|環境学習指導者の養成
 ✓|こどもエコクラブの支援
 ✓|事業者との環境協定
""")
    boxes = "".join(
        f"<div class=c style='border-color:{one.more[0]}'><div class=no style='background:{one.more[0]}'>{one.label}</div>"
        f"<div class=h style='color:{one.more[0]}'>{one.name}</div><div class=l>"
        + "".join(f"<div>{kid.label} {kid.name}</div>" for kid in one.kids)
        + f"</div><div class=k style='background:{one.more[0]}22'>めざす値　{one.more[1]}</div></div>"
        for one in roots
    )
    css = """.top{background:linear-gradient(90deg,#d8f3dc,#fff);padding:4mm 6mm;margin-bottom:7mm}.top b{font-size:20pt}
        .g{display:grid;grid-template-columns:1fr 1fr;gap:9mm 6mm;padding:0 2mm}
        .c{border:1.5pt solid;border-radius:4mm;position:relative;padding:4mm 4mm 12mm;min-height:54mm}
        .no{position:absolute;left:-2mm;top:-5mm;width:12mm;height:12mm;border-radius:50%;color:#fff;font-weight:bold;
        font-size:17pt;text-align:center;line-height:12mm}.h{margin-left:9mm;font-size:13.5pt;font-weight:bold;margin-bottom:2mm}
        .l{font-size:11pt;line-height:1.75;padding-left:4mm}
        .k{position:absolute;left:0;right:0;bottom:0;font-size:9pt;padding:1.4mm 4mm;border-radius:0 0 3.4mm 3.4mm}"""
    body = (
        "<div class=top>令和６年度（2024）～令和15年度（2033）<br><b>第３期 深山市環境基本計画</b>　概要</div>"
        "<div style='font-size:12pt;font-weight:bold;margin:0 0 8mm 2mm'>めざす環境像　緑と清流に抱かれ、人も生きものも輝くまち<br>"
        "<span style='font-size:10.5pt;font-weight:normal'>環境像を実現するため、６つの基本目標を定めます。</span></div>"
        f"<div class=g>{boxes}</div><p style='font-size:8.5pt;text-align:right'>発行：深山市環境政策課</p>"
    )
    facts = (("title", "第３期深山市環境基本計画"), ("vision", "緑と清流に抱かれ、人も生きものも輝くまち"))
    return Paper(
        "cards-badge", "leaflet", html(css, body, "A4", "12mm"), (structure(None, roots),), facts, needs=("chromium",)
    )


def house() -> Paper:
    """Roof, beam, four pillars, foundation; the titles break inside of the narrow pillars."""
    roots = tree("""
柱１|健康を保つ
 １|特定健診・がん検診の受診率向上
 ２|減塩と野菜摂取の推進
 ３|ウォーキングの習慣づくり
 ４|歯と口腔の健康づくり
柱２|暮らしを支える
 １|地域包括支援センターの機能強化
 ２|移動と買い物の支援
 ３|見守りネットワークの充実
柱３|住まいと介護を備える
 １|住み慣れた家で暮らすための改修支援
 ２|介護人材の確保と定着
 ３|介護保険サービスの質の向上
 ４|施設整備の計画的な推進
柱４|認知症とともに生きる
 １|認知症サポーターの養成
 ２|早期発見・早期対応の体制づくり
 ３|本人と家族の集いの場づくり
""")
    pillars = "".join(
        f"<div class=pl><div class=ph><span>{one.label}</span><br>{one.name}</div><ul>"
        + "".join(f"<li><i>{kid.label}</i>{kid.name}</li>" for kid in one.kids)
        + "</ul></div>"
        for one in roots
    )
    css = """h1{font-size:19pt;text-align:center;margin:0 0 2mm}.sub{text-align:center;margin-bottom:6mm}
        .roof{width:0;height:0;border-left:90mm solid transparent;border-right:90mm solid transparent;
        border-bottom:34mm solid #a23b3b;margin:0 auto;position:relative}
        .roof div{position:absolute;top:13mm;left:-60mm;width:120mm;text-align:center;color:#fff;font-weight:bold;font-size:13pt;line-height:1.35}
        .beam{width:172mm;margin:0 auto;background:#d9a066;text-align:center;padding:1.5mm;font-weight:bold}
        .house{width:168mm;margin:0 auto;display:flex;gap:4mm;background:#fbf3e4;padding:4mm 3mm;height:108mm}
        .pl{flex:1;background:#fff;border:1.4pt solid #a67c52}
        .ph{background:#a67c52;color:#fff;text-align:center;padding:2mm 1mm;font-weight:bold;font-size:11pt;min-height:17mm}.ph span{font-size:9pt}
        ul{list-style:none;margin:2mm;padding:0}li{font-size:9.6pt;padding:1.5mm 0 1.5mm 6mm;position:relative;border-bottom:.5pt dotted #a67c52}
        i{font-style:normal;position:absolute;left:0;width:4.4mm;height:4.4mm;background:#e9d8c0;text-align:center;line-height:4.4mm;font-size:8pt;top:2mm}
        .base{width:178mm;margin:0 auto;background:#777;color:#fff;text-align:center;padding:2mm}.n{font-size:9pt;width:178mm;margin:6mm auto}"""
    body = (
        "<h1>橘野町高齢者いきいきプラン</h1><div class=sub>第10次高齢者福祉計画・第９期介護保険事業計画　概要版（令和６年度～令和８年度）</div>"
        "<div class=roof><div>基本理念<br>住み慣れた橘野で<br>自分らしく暮らし続ける</div></div>"
        f"<div class=beam>計画の全体像 ― ４つの柱 ―</div><div class=house>{pillars}</div>"
        "<div class=base>土台　住民・事業者・行政の協働による地域づくり</div>"
        "<div class=n>■ 第１号被保険者の介護保険料（基準月額）は、5,900円です。所得の段階ごとの金額は、裏面をご覧ください。<br>"
        "■ お問い合わせ　橘野町福祉課介護保険係　電話 000-000-0000（内線 112・113）</div>"
    )
    facts = (("title", "橘野町高齢者いきいきプラン"), ("vision", "住み慣れた橘野で自分らしく暮らし続ける"))
    made = html(css, body, "A4", "10mm", "IPAexGothic")
    return Paper("leaf-house", "leaflet", made, (structure("計画の全体像", roots),), facts, needs=("chromium",))


def chevrons() -> Paper:
    """Four slides; on the third an arrow per aim, boxes beside it with a bold title and bullets."""
    roots = tree("""
方針１|知る・学ぶ
 |多様性への理解を深める
  ・|人権講演会の開催
  ・|職員研修の毎年度実施
 |メディアを読み解く力を育てる
  ・|中学校での出前講座
方針２|働く・続ける
 |仕事と家庭の両立を後押しする
  ・|男性の育児休業取得の奨励金
  ・|一時預かりの定員拡大
 |女性の起業を応援する
  ・|創業塾「はじめの一歩」
  ・|空き店舗の家賃補助
方針３|守る・寄り添う
 |あらゆる暴力を許さない
  ・|デートＤＶ防止の啓発
  ・|相談窓口の24時間化
 |困難を抱える人に手を差し伸べる
  ・|ひとり親家庭への就労支援
方針４|決める・担う
 |意思決定の場に女性を増やす
  ・|審議会等の女性比率40％
  ・|自治会役員への登用の働きかけ
""")

    def box(colour: str, one: Node) -> str:
        bullets = "<br>".join(kid.label + kid.name for kid in one.kids)
        return f"<div class=bx style='border-color:{colour}'><b>{one.name}</b><div class=li>{bullets}</div></div>"

    rows = "".join(
        f"<div class=row><div class=ch style='background:{colour}'><small>{one.label}</small><br>{one.name}</div>"
        f"<div class=bs>{''.join(box(colour, kid) for kid in one.kids)}</div></div>"
        for colour, one in zip(("#c0392b", "#d68910", "#1e8449", "#2471a3"), roots, strict=True)
    )
    css = """.s{width:254mm;height:142.5mm;position:relative;page-break-after:always;overflow:hidden}.s:last-child{page-break-after:auto}
        .t{background:#512e5f;color:#fff;font-size:17pt;font-weight:bold;padding:2.5mm 8mm}.row{display:flex;margin:2.2mm 6mm;height:26mm}
        .ch{width:52mm;color:#fff;font-weight:bold;font-size:15pt;line-height:1.2;padding:6mm 4mm 0 6mm;clip-path:polygon(0 0,88% 0,100% 50%,88% 100%,0 100%)}
        .ch small{font-size:9pt}.bs{flex:1;display:flex;gap:3mm;padding-left:3mm}.bx{flex:1;border:1.2pt solid;border-radius:2mm;padding:1.5mm 3mm}
        .li{font-size:9.5pt;line-height:1.4;padding-left:2mm}.no{position:absolute;right:5mm;bottom:2mm;font-size:9pt;color:#666}
        table{border-collapse:collapse;margin:6mm auto;font-size:11pt}td,th{border:.7pt solid #666;padding:1.5mm 4mm}"""
    body = (
        "<div class=s style='background:#f5eef8'><div style='margin:48mm 20mm 0;font-size:26pt;font-weight:bold;color:#512e5f'>"
        "第４次 汐入市男女共同参画計画<br><span style='font-size:15pt'>（素案）の概要</span></div>"
        "<div style='margin:12mm 20mm;font-size:12pt'>令和７年１１月１２日　総務文教委員会資料<br>市民生活部 人権推進課</div></div>"
        "<div class=s><div class=t>策定の背景</div><div style='margin:6mm 10mm;font-size:13pt;line-height:1.9'>"
        "○ 固定的な性別役割分担意識は依然として残る（「反対」61.2％、前回比＋7.4pt）<br>○ 審議会等の女性委員比率は28.6％で、目標の35％に届かず<br>"
        "○ ＤＶ相談件数は５年間で1.6倍に増加</div><table><tr><th>年度<th>Ｒ２<th>Ｒ３<th>Ｒ４<th>Ｒ５<th>Ｒ６"
        "<tr><td>相談件数<td>112<td>126<td>141<td>168<td>179</table><div class=no>2</div></div>"
        "<div class=s><div class=t>計画の体系<span style='font-size:10pt;font-weight:normal'>　計画期間：令和８年度～令和12年度（５年間）</span></div>"
        f"{rows}<div class=no>3</div></div>"
        "<div class=s><div class=t>今後のスケジュール</div><table><tr><th>時期<th>内容<tr><td>令和７年12月<td>パブリックコメント（30日間）"
        "<tr><td>令和８年２月<td>審議会（最終案）<tr><td>令和８年３月<td>市議会へ報告、公表</table><div class=no>4</div></div>"
    )
    facts = (("title", "第４次汐入市男女共同参画計画"), ("status", "素案"))
    made = html(css, body, "254mm 142.5mm", "0")
    return Paper("slide-chevrons", "leaflet", made, (structure("計画の体系", roots, 3),), facts, needs=("chromium",))
