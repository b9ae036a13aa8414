"""Pages on which the hierarchy is one thing among others: a paper for a council, two plans, a matrix of goals. Pure."""

from __future__ import annotations

from tests.first_contact.paper import Node, Paper, html, prose, structure, tree


def council_paper() -> Paper:
    """Minutes of a committee's work with numbered lists before and after a small framed hierarchy."""
    roots = tree("""
視点１|まちなかの再生
 ○|駅前広場の再整備
 ○|空き店舗への出店支援
視点２|周辺集落の維持
 ○|小さな拠点の形成
 ○|集落支援員の配置
視点３|防災・減災
 ○|浸水区域からの移転の誘導
""")
    framed = "".join(
        f"<div style='margin-bottom:3mm'><b>{one.printed}</b><br>"
        + "<br>".join(f"　　{kid.label} {kid.name}" for kid in one.kids)
        + "</div>"
        for one in roots
    )
    css = "h1{font-size:14pt;text-align:center}h2{font-size:12pt;margin:5mm 0 1mm}p{text-indent:1em;margin:0 0 2mm;text-align:justify}table{border-collapse:collapse;width:100%}td{border:.6pt solid #000;padding:1.5mm 3mm}"
    body = (
        "<div style='text-align:right'>令和８年１月２０日<br>建設水道常任委員会資料<br>都市計画課</div>"
        f"<h1>波多瀬市立地適正化計画（骨子案）について</h1><h2>１　経過</h2><p>{prose(0, 4)}</p>"
        "<table><tr><td>令和７年５月<td>第１回策定委員会<tr><td>令和７年８月<td>地区別懇談会（６会場、延べ214人）<tr><td>令和７年11月<td>第２回策定委員会</table>"
        "<h2>２　計画の体系</h2><p>まちづくりの方針「歩いて暮らせるまちと、つながる集落」の下に、次の三つの視点から誘導施策を定める。</p>"
        f"<div style='border:1pt solid #000;padding:4mm 8mm;margin:3mm 10mm'>{framed}</div>"
        "<h2>３　主な意見</h2><p>(1) 移転を求められる住民への説明を丁寧に行うべきである。</p><p>(2) 公共交通の計画と一体で考えるべきである。</p>"
        "<p>(3) 拠点の名称が分かりにくい。</p><h2>４　今後の日程</h2><p>令和８年３月に素案を取りまとめ、令和８年度中に策定する予定である。</p>"
    )
    made = html(css, body, "A4", "20mm", "IPAexGothic")
    facts = (("title", "波多瀬市立地適正化計画"),)
    return Paper("council-paper", "composite", made, (structure("２　計画の体系", roots),), facts, needs=("chromium",))


def two_plans() -> Paper:
    """A pyramid of the plan's parts (no hierarchy of measures), a table of measures, and cards of a second plan."""
    first = tree("""
分野１|保健・福祉
 施策1|健康長寿の推進
 施策2|地域福祉の推進
 施策3|子育て環境の充実
分野２|産業
 施策4|水産業の振興
 施策5|港を生かした誘客
分野３|基盤
 施策6|住環境の整備
 施策7|防災の強化
""")
    second = tree("""
戦略Ａ|しごとをつくる
 (ア)|漁業後継者の受入れ
 (イ)|サテライトオフィスの誘致
戦略Ｂ|ひとを呼ぶ
 (ア)|移住コンシェルジュの配置
 (イ)|島留学の拡大
戦略Ｃ|くらしを支える
 (ア)|ドローン物流の実装
""")

    def rows(one: Node) -> str:
        cells = "<tr>".join(f"<td>{kid.printed}" for kid in one.kids)
        return f"<tr><td class=a rowspan={len(one.kids)}>{one.label}<br>{one.name}{cells}"

    cards = "".join(
        f"<div class=b><div>{one.printed}</div>"
        + "".join(f"<p>{kid.label} {kid.name}</p>" for kid in one.kids)
        + "</div>"
        for one in second
    )
    css = """.py{width:80mm;margin:0 auto 6mm;text-align:center}.py div{margin:0 auto 1mm;color:#fff;padding:2mm}h2{font-size:14pt;border-bottom:2pt solid #0b4f6c}
        table{border-collapse:collapse;width:100%}td{border:.8pt solid #0b4f6c;padding:2.6mm 4mm;font-size:11.5pt}.a{background:#d8eef7;width:45mm;text-align:center}
        .bb{display:flex;gap:5mm}.b{flex:1;border:1.5pt solid #b5651d;border-radius:3mm;overflow:hidden}.b div{background:#b5651d;color:#fff;padding:2.5mm;font-weight:bold;text-align:center}.b p{margin:2mm 3mm}"""
    body = (
        "<h2>計画の構成</h2><div class=py><div style='width:34mm;background:#0b4f6c'>基本構想<br>10年</div>"
        "<div style='width:56mm;background:#1b7a9e'>基本計画　５年</div><div style='width:78mm;background:#5aaed0'>実施計画　３年</div></div>"
        "<p>基本計画と総合戦略は一体のものとして策定し、毎年度見直します。</p><h2>基本計画の施策</h2>"
        f"<table>{''.join(map(rows, first))}</table><h2 style='page-break-before:always'>総合戦略の取組</h2><div class=bb>{cards}</div>"
        "<h2>人口の目標</h2><table><tr><td>2025年<td>2030年<td>2040年<tr><td>3,412人<td>3,150人<td>2,800人</table>"
    )
    made = html(css, body, "A4", "18mm", "IPAexGothic")
    found = (structure("基本計画の施策", first, 1), structure("総合戦略の取組", second, 2))
    return Paper("two-plans", "composite", made, found, needs=("chromium",))


def matrix() -> Paper:
    """Measures against the goals of sustainable development: a table of which two columns are levels."""
    roots = tree("""
Ａ|循環型社会をつくる
 Ａ１|４Ｒ運動の展開
 Ａ２|食品ロスの削減
 Ａ３|プラスチック資源の一括回収
Ｂ|脱炭素社会をつくる
 Ｂ１|再生可能エネルギーの導入
 Ｂ２|次世代自動車の普及
 Ｂ３|省エネ診断の実施
 Ｂ４|森林吸収源の確保
Ｃ|自然共生社会をつくる
 Ｃ１|干潟の保全
 Ｃ２|里地里山の再生
Ｄ|環境を担う人をつくる
 Ｄ１|環境教育の推進
 Ｄ２|市民活動の支援
""")
    goals = (3, 6, 7, 11, 12, 13, 14, 15, 17)
    rows, number = "", 0
    for one in roots:
        for at, kid in enumerate(one.kids):
            number += 1
            first = f"<td rowspan={len(one.kids)} class=g><b>{one.label}</b><br>{one.name}" if at == 0 else ""
            marks = ("●" if number * goal % 4 == 1 else "○" if (number + goal) % 7 == 0 else "" for goal in goals)
            rows += f"<tr>{first}<td class=m>{kid.printed}" + "".join(f"<td class=s>{mark}" for mark in marks)
    css = "h2{font-size:13pt;color:#00695c}table{border-collapse:collapse;width:100%}td,th{border:.6pt solid #00695c;padding:1.8mm;font-size:10pt}th{background:#b2dfdb}.s{text-align:center;width:9mm;padding:1mm}.g{background:#e0f2f1;width:42mm}.m{width:64mm}"
    body = (
        "<h2>３－２　施策とＳＤＧｓの関係</h2><p>本計画の取組の柱と施策を、関係の深いＳＤＧｓの目標とともに示します。</p><table><tr><th rowspan=2>取組の柱<th rowspan=2>施策"
        f"<th colspan={len(goals)}>関係するＳＤＧｓの目標（●：特に関係が深い　○：関係がある）<tr>{''.join(f'<th class=s>{goal}' for goal in goals)}{rows}</table>"
        "<p style='font-size:8.5pt'>ＳＤＧｓの目標　3 保健　6 水・衛生　7 エネルギー　11 まちづくり　12 生産・消費　13 気候変動　14 海洋　15 陸上　17 パートナーシップ</p>"
        "<p style='text-align:center;font-size:9pt'>31</p>"
    )
    found = structure("３－２　施策とＳＤＧｓの関係", roots, 1, ["取組の柱", "施策"])
    return Paper("matrix", "table", html(css, body, "A4", "16mm"), (found,), needs=("chromium",))
