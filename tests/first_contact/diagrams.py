"""Diagrams: curly braces, elbow connectors among other figures, vertical boxes read from the right. Pure."""

from __future__ import annotations

from tests.first_contact.paper import Paper, html, structure, tree


def braces() -> Paper:
    """A village's outline in words and one drawing: curly braces between two ranks, no frames at all."""
    roots = tree("""
第１|防災意識の高揚
 １|防災訓練の充実
 ２|ハザードマップの周知
 ３|学校における防災教育
第２|災害に強い村土づくり
 １|急傾斜地の対策
 ２|ため池の耐震化
第３|応急体制の整備
 １|情報伝達手段の多重化
 ２|備蓄物資の計画的な更新
 ３|福祉避難所の確保
 ４|受援計画の策定
""")
    drawn, y = "", 40.0
    for one in roots:
        height = len(one.kids) * 28
        middle = y + height / 2 - 6
        drawn += (
            f"<text x=10 y={middle + 5} font-size=15>{one.printed}</text>"
            f"<path d='M262 {y - 8} q-10 0 -10 12 V{middle - 10} q0 10 -10 10 q10 0 10 10 V{y + height - 16} q0 12 10 12' fill=none stroke=#000 />"
        )
        for at, kid in enumerate(one.kids):
            drawn += f"<text x=275 y={y + 8 + at * 28} font-size=14>{kid.printed}</text>"
        y += height + 26
    css = "h2{font-size:15pt;text-align:center;letter-spacing:.4em}p{text-indent:1em;font-size:11pt;line-height:1.9}"
    body = (
        "<h2>計画の大綱</h2><p>村民の生命と財産を守るため、この計画は次の三つの大綱により構成する。計画の期間は令和八年度から令和十二年度までの五か年とする。</p>"
        f"<svg width=640 height={y}>{drawn}</svg><p>前項の大綱に掲げる事項の実施に当たっては、消防団、自治会その他の関係団体と緊密に連携するものとする。</p>"
        "<p style='text-align:right'>鷹ノ巣村地域防災推進計画（令和八年三月）</p>"
    )
    facts = (("title", "鷹ノ巣村地域防災推進計画"), ("start_year", 2026), ("end_year", 2030))
    made = html(css, body, "A4", "25mm", "Noto Serif CJK JP")
    return Paper("braces", "diagram", made, (structure("計画の大綱", roots),), facts, needs=("chromium",))


def three_figures() -> Paper:
    """The hierarchy with elbow connectors, an organisation chart beside it, a timetable below: one page."""
    roots = tree("""
Ⅰ|学校図書館の充実
 １|読みたくなる図書館づくり
 ２|司書の配置と研修
 ３|授業での活用の促進
Ⅱ|家庭と地域の読書
 １|ブックスタートの継続
 ２|読み聞かせ団体との連携
Ⅲ|町立図書館の機能強化
 １|電子図書の導入
 ２|障がいに応じた資料の提供
 ３|移動図書館の巡回
 ４|開館時間の延長
""")
    y, places = 0.0, []
    for one in roots:
        places.append([y + 10 + at * 26 for at in range(len(one.kids))])
        y += len(one.kids) * 26 + 10
    tops = [(each[0] + each[-1]) / 2 for each in places]
    middle = (tops[0] + tops[-1]) / 2
    line = "fill=none stroke=#335"
    drawn = f"<rect x=0 y={tops[0] - 10} width=34 height={tops[-1] - tops[0] + 34} fill=#eef stroke=#335 />"
    drawn += "".join(
        f"<text x=17 y={tops[0] + 8 + at * 13.4:.1f} text-anchor=middle font-size=12>{character}</text>"
        for at, character in enumerate("本と出会い人とつながる")
    )
    drawn += f"<path d='M34 {middle} H52 V{tops[0]} M52 {middle} V{tops[-1]}' {line} />"
    for one, below, top in zip(roots, places, tops, strict=True):
        drawn += (
            f"<path d='M52 {top} H70' {line} /><rect x=70 y={top - 13} width=170 height=26 fill=#dde6f5 stroke=#335 />"
        )
        drawn += f"<text x=78 y={top + 5} font-size=13 font-weight=bold>{one.printed}</text>"
        for kid, at in zip(one.kids, below, strict=True):
            drawn += f"<path d='M240 {top} H260 V{at} H280' {line} /><rect x=280 y={at - 11} width=215 height=22 fill=#fff stroke=#335 />"
            drawn += f"<text x=288 y={at + 4.5} font-size=12>{kid.printed}</text>"
    offices = ((60, 0, "教育長"), (60, 60, "教育次長"), (0, 120, "学校教育課"), (120, 120, "生涯学習課"))
    chart = "".join(
        f"<rect x={left} y={top} width=86 height=26 fill=#fff stroke=#000 /><text x={left + 43} y={top + 17} text-anchor=middle font-size=11>{name}</text>"
        for left, top, name in (*offices, (60, 180, "町立図書館"), (180, 180, "中央公民館"))
    )
    chart += "<path d='M103 26 V60 M103 86 V103 M43 120 V103 H163 V120 M163 146 V163 M103 180 V163 H223 V180' fill=none stroke=#000 />"
    css = "h1{font-size:15pt;margin:0 0 3mm;border-bottom:1.2pt solid #335}h3{font-size:11pt;margin:4mm 0 2mm}table{border-collapse:collapse;font-size:9.5pt}td,th{border:.6pt solid #333;padding:1.2mm 4mm;text-align:center}"
    body = (
        "<h1>白砂町子ども読書活動推進計画（第五次）　資料１</h1><div style='display:flex;gap:10mm'>"
        f"<div><h3>図１　計画の体系</h3><svg width=500 height={y + 10}>{drawn}</svg></div>"
        f"<div><h3>図２　推進体制</h3><svg width=280 height=215>{chart}</svg></div></div><h3>図３　年次計画</h3>"
        "<table><tr><th>取組<th>R7<th>R8<th>R9<th>R10<th>R11<tr><td>電子図書<td>検討<td>試行<td colspan=3>本格実施"
        "<tr><td>移動図書館<td colspan=2>車両更新<td colspan=3>巡回拡大<tr><td>計画の見直し<td><td><td>中間評価<td><td>改定</table>"
        "<p style='font-size:9pt'>※各年度の取組は、予算の状況により変更することがあります。</p>"
    )
    facts = (("title", "白砂町子ども読書活動推進計画"), ("vision", "本と出会い人とつながる"))
    made = html(css, body, "A4 landscape", "12mm", "IPAexGothic")
    return Paper("three-figures", "diagram", made, (structure("計画の体系", roots),), facts, needs=("chromium",))


def upright_boxes() -> Paper:
    """Headings across, boxes with vertical writing below them; everything is read from the right."""
    roots = tree("""
一|人と文化を育てる
 |学力と体力の向上
 |町史の編さん
 |国際交流の推進
二|暮らしを守る
 |消防力の維持
 |上水道の耐震化
 |除雪体制の確保
 |ごみ処理の広域化
三|産業をおこす
 |畑作経営の安定
 |ワイン産地の形成
 |商店街の再生
四|町政を開く
 |町民会議の開催
 |財政の健全化
""")
    columns = "".join(
        f"<div class=g><div class=gh>{one.printed}</div><div class=ks>"
        + "".join(f"<div class=k>{kid.name}</div>" for kid in one.kids)
        + "</div></div>"
        for one in roots
    )
    css = """h1{font-size:16pt;text-align:center}.v{text-align:center;font-size:13pt;border:1.5pt solid #7b1e1e;border-radius:3mm;width:150mm;margin:0 auto 6mm;padding:2mm}
        .w{display:flex;flex-direction:row-reverse;justify-content:center;gap:7mm}.g{display:flex;flex-direction:column;align-items:center}
        .gh{background:#7b1e1e;color:#fff;font-weight:bold;padding:2mm 6mm;font-size:12pt;text-align:center;margin-bottom:2mm;width:100%;white-space:nowrap}
        .ks{display:flex;flex-direction:row-reverse;gap:3mm}.k{writing-mode:vertical-rl;border:.8pt solid #7b1e1e;height:62mm;width:11mm;padding:3mm 0;
        display:flex;justify-content:center;font-size:12pt;letter-spacing:.1em;line-height:11mm}"""
    body = (
        "<h1>葡萄ヶ丘町総合振興計画のしくみ</h1><div class=v>将来像　　大地の恵みと人の和が実る町</div>"
        f"<div class=w>{columns}</div><p style='font-size:9.5pt;margin-top:8mm'>"
        "計画の期間は、基本構想が令和五年度から令和十四年度まで、基本計画が前期・後期それぞれ五年間です。</p>"
    )
    facts = (("title", "葡萄ヶ丘町総合振興計画"), ("vision", "大地の恵みと人の和が実る町"))
    made = html(css, body, "A4 landscape", "12mm", "Noto Serif CJK JP")
    return Paper("upright-boxes", "diagram", made, (structure(None, roots),), facts, needs=("chromium",))
