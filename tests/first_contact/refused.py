"""Documents of a town hall that are no plans, though they are numbered and divided like plans. Pure."""

from __future__ import annotations

from tests.first_contact.paper import Paper, html


def events() -> Paper:
    """Cards of months with bullets."""
    months = {
        "４月": ("入学式", "春の交通安全運動"),
        "５月": ("田植え体験", "消防団水防訓練", "固定資産税第１期"),
        "６月": ("クリーン作戦", "歯と口の健康週間"),
        "７月": ("海開き", "夏まつり"),
        "８月": ("平和祈念式", "盆踊り大会", "花火大会"),
        "９月": ("敬老会", "総合防災訓練"),
    }
    cards = "".join(
        f"<div class=m><b>{month}</b>" + "".join(f"<div>● {event}</div>" for event in events) + "</div>"
        for month, events in months.items()
    )
    css = "h1{font-size:20pt;color:#c2185b;text-align:center}.g{display:grid;grid-template-columns:1fr 1fr 1fr;gap:5mm;font-size:12pt}.m{border:1.5pt solid #f48fb1;border-radius:5mm;padding:4mm;min-height:38mm}.m b{display:block;font-size:15pt;color:#c2185b}"
    body = f"<h1>令和８年度　町の主な行事</h1><div class=g>{cards}</div><p>※日程は変更になる場合があります。くわしくは広報でお知らせします。</p>"
    return Paper("no-events", "no plan", html(css, body, "A4 landscape", "14mm", "IPAexGothic"), needs=("chromium",))


def procedure() -> Paper:
    """Steps with arrows, counters, fees."""
    css = "h1{font-size:16pt;background:#ffe9d6;padding:3mm;border-radius:3mm}.st{display:flex;gap:3mm;align-items:stretch}.s{flex:1;border:1.4pt solid #e07a2f;border-radius:3mm;padding:3mm}.s b{display:block;background:#e07a2f;color:#fff;text-align:center;border-radius:2mm;margin-bottom:2mm}.a{align-self:center;color:#e07a2f;font-size:20pt}ul{margin:0;padding-left:5mm}h2{font-size:13pt;border-left:3mm solid #e07a2f;padding-left:3mm}"
    body = """<h1>転入・転出の手続き</h1><h2>手続きの流れ</h2><div class=st>
        <div class=s><b>STEP１　届出</b>転出証明書を受け取る<ul><li>本人確認書類<li>マイナンバーカード</ul></div><div class=a>▶</div>
        <div class=s><b>STEP２　転入届</b>新しい住所に住み始めてから14日以内<ul><li>転出証明書<li>印鑑</ul></div><div class=a>▶</div>
        <div class=s><b>STEP３　関連手続き</b>該当する方のみ<ul><li>国民健康保険<li>児童手当<li>水道の使用開始</ul></div></div>
        <h2>窓口のご案内</h2><p>① 市民課　１階３番窓口　平日８時30分～17時15分</p><p>② 西部支所　平日８時30分～17時</p>
        <p>③ 日曜窓口　第２・第４日曜日　９時～12時</p><h2>手数料</h2><p>１　住民票の写し　１通300円</p><p>２　印鑑登録証明書　１通300円</p>"""
    return Paper("no-procedure", "no plan", html(css, body, "A4", "15mm"), needs=("chromium",))


QUESTIONS = """よくある質問（上下水道）

◆使用開始・中止
Ｑ１　引っ越しの手続きはどうすればよいですか。
Ａ１　３日前までに電話かインターネットでご連絡ください。
Ｑ２　立会いは必要ですか。
Ａ２　原則として必要ありません。
◆料金
Ｑ３　口座振替の申込方法は。
Ａ３　次のいずれかの方法で申し込めます。
　① 金融機関の窓口
　② ウェブ申込み
　③ 郵送
Ｑ４　料金が急に高くなりました。
Ａ４　漏水のおそれがあります。メーターをご確認ください。
"""
SITEMAP = """サイトマップ

くらし・手続き
  戸籍・住民票
    住民票の写し
    印鑑登録
  ごみ・リサイクル
    ごみの分け方・出し方
    粗大ごみの申込み
子育て・教育
  妊娠・出産
    母子健康手帳の交付
  保育所・幼稚園
    入所の申込み
健康・福祉
  健診・予防接種
    がん検診
    予防接種の案内
市政情報
  市の計画
  財政
  入札・契約
"""
COUNCIL = """令和７年度第３回図書館協議会会議録

１　開会
２　報告
（１）令和６年度の利用状況について
　　　貸出冊数は18万2千冊で、前年度を３％下回った。
（２）蔵書点検の結果について
　　　不明本は112冊であった。
３　協議
（１）開館時間について
　　　委員Ａ　　平日の夜間は利用が少ないのではないか。
　　　事務局　　試行の結果を見て判断したい。
（２）返却ポストの増設について
　　　委員Ｂ　　駅に置いてほしい。
４　その他
　　　次回は11月19日とする。
５　閉会
"""


def questions() -> Paper:
    """Questions and answers."""
    return Paper("no-questions", "no plan", QUESTIONS, suffix=".txt")


def sitemap() -> Paper:
    """What a site offers: a true tree, and no plan."""
    return Paper("no-sitemap", "no plan", SITEMAP, suffix=".txt")


def council() -> Paper:
    """Minutes without any hierarchy of measures."""
    return Paper("no-minutes", "no plan", COUNCIL, suffix=".txt")
