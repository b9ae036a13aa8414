"""A seeded random.Random → words such as plans are written in: invented municipalities, levels, titles, prose. Pure.

Every word is made up here; no municipality of these names exists. Titles carry on purpose what readers stumble over:
・ inside a word, brackets, quotes, digits, Latin letters, long titles that wrap.
"""

from __future__ import annotations

from random import Random

_PLACE_HEAD = [
    "藤",
    "桐",
    "楠",
    "椋",
    "榛",
    "柊",
    "欅",
    "葵",
    "萩",
    "蓮",
    "菫",
    "芹",
    "鷺",
    "鶴",
    "雁",
    "鴎",
    "瑞",
    "澄",
    "朱",
    "翠",
]
_PLACE_TAIL = ["ノ瀬", "見原", "之浦", "ヶ淵", "沢野", "戸坂", "根谷", "代森", "名倉", "里丘"]

KINDS = (
    "総合計画",
    "環境基本計画",
    "地域福祉計画",
    "教育振興基本計画",
    "男女共同参画基本計画",
    "観光振興計画",
    "文化芸術推進計画",
    "スポーツ推進計画",
    "子ども・子育て支援事業計画",
    "生涯学習推進計画",
    "高齢者福祉計画",
    "みどりの基本計画",
    "産業振興ビジョン",
    "交通基本計画",
    "デジタル推進計画",
)

HEADINGS = ("施策の体系", "計画の体系", "施策体系図", "施策体系", "体系図", "施策の体系一覧", "基本計画の体系")

LEVELS: dict[int, tuple[tuple[str, ...], ...]] = {
    2: (("基本方針", "主な取組"), ("基本目標", "施策"), ("重点目標", "事業名"), ("柱", "具体的な取組")),
    3: (
        ("基本目標", "施策の方向", "具体的な取組"),
        ("基本方針", "施策", "主な事業"),
        ("目標", "基本施策", "個別施策"),
        ("政策", "施策", "取組"),
        ("戦略", "施策の柱", "アクション"),
        ("めざす姿", "取組の方向性", "取組内容"),
    ),
    4: (
        ("基本目標", "政策", "施策", "主要事業"),
        ("基本理念", "基本目標", "施策の方向", "施策"),
        ("分野", "基本方針", "施策", "具体的施策"),
        ("目標", "課題", "施策の方向性", "事業"),
    ),
    5: (
        ("将来像", "基本目標", "政策", "施策", "事業"),
        ("基本理念", "基本目標", "基本方針", "施策の方向", "具体的な取組"),
    ),
}

_GOALS = (
    "だれもが安心して暮らせるまち",
    "未来を担う人が育つまち",
    "自然と共に生きるまち",
    "にぎわいと活力のあるまち",
    "支え合い認め合う地域社会の実現",
    "災害に強くしなやかな都市基盤の形成",
    "学びと文化が息づくまちづくり",
    "健やかにいきいきと過ごせる環境づくり",
    "市民とともに歩む行財政運営",
    "豊かな緑と水辺を次代へつなぐ",
    "新しい産業が生まれる仕組みづくり",
    "一人ひとりの人権が尊重される社会づくり",
    "地域資源をいかした魅力の創出",
    "移動しやすく便利な暮らしの確保",
)

_FIELDS = (
    "地域医療",
    "子育て世帯",
    "高齢者",
    "障がいのある人",
    "里山",
    "水辺空間",
    "商店街",
    "地場産品",
    "公共交通",
    "上下水道",
    "空き家",
    "防災・減災",
    "防犯・交通安全",
    "学校図書館",
    "地域学校協働活動",
    "歴史文化遺産",
    "伝統芸能",
    "スポーツ施設",
    "外国人住民",
    "若者の就労",
    "再生可能エネルギー",
    "ごみの減量・資源化",
    "農業の担い手",
    "観光案内所",
    "公園・緑地",
    "生活困窮者",
    "ひとり親家庭",
    "食育",
    "健康づくり",
    "認知症",
    "多文化共生",
    "ボランティア",
    "自治会・町内会",
    "オープンデータ",
    "ICT",
    "SDGs",
    "GIGAスクール",
    "創業・起業",
    "移住・定住",
    "男性の家事・育児",
    "消費生活",
    "河川",
    "公共施設",
    "住宅の耐震化",
    "図書館",
    "青少年",
    "保育サービス",
    "情報発信",
    "人材",
    "広域連携",
)

_ENDINGS = (
    "の推進",
    "の充実",
    "への支援",
    "の整備",
    "の普及啓発",
    "の保全と活用",
    "に関する相談体制の強化",
    "を支える仕組みづくり",
    "の担い手の育成",
    "の利用促進",
    "に向けた環境整備",
    "の情報提供",
    "のあり方の検討",
    "の活性化",
    "における連携の強化",
    "の見える化",
    "の計画的な更新",
)

_SPECIAL = (
    "「{place}っ子」応援事業",
    "1人1台端末の活用",
    "ICT（情報通信技術）を活用した{field}",
    "{field}（再掲）",
    "24時間365日対応の{field}窓口の設置",
    "{field}・{field2}の一体的な推進",
    "広報紙・ホームページ・SNSによる{field}の発信",
    "「つながるまち」{place}プロジェクト",
    "{field}ネットワーク会議（仮称）の開催",
    "ゼロカーボンシティの実現に向けた{field}の見直し",
    "5か年で進める{field}の更新",
    "SDGsの理念を踏まえた{field}の推進",
    "PPP/PFIの導入",
    "ア・ラ・カルト型{field}講座の実施",
)

_LONG_TAIL = (
    "に関する関係機関との連携体制の構築と情報の共有",
    "をはじめとする多様な主体の参画による地域づくりの推進",
    "を通じた切れ目のない支援と相談しやすい環境の整備",
    "の実態把握に基づく計画的な改善と効果的な運用の推進",
)

DEPARTMENTS = (
    "企画政策課",
    "子育て支援課",
    "環境課",
    "都市計画課",
    "学校教育課",
    "健康増進課",
    "危機管理室",
    "商工観光課",
    "市民協働課",
    "生涯学習課",
    "高齢福祉課",
    "総務課",
    "農林水産課",
    "中央図書館",
)

_SENTENCES = (
    "関係する機関や団体と連携し、計画的に取組を進めます。",
    "市民の声を聴きながら、必要な見直しを行います。",
    "身近な場所で相談できる体制を整え、早い段階からの支援につなげます。",
    "情報をわかりやすく発信し、参加しやすい環境をつくります。",
    "社会情勢の変化を踏まえ、限られた資源を有効に活用します。",
    "これまでの成果と課題を検証し、次の取組にいかします。",
)


def place(rng: Random) -> str:
    """An invented place name without 市 or 町."""
    return rng.choice(_PLACE_HEAD) + rng.choice(_PLACE_TAIL)


def goal(rng: Random) -> str:
    """A title of the top level."""
    return rng.choice(_GOALS)


def measure(rng: Random) -> str:
    """A title of a middle level."""
    return rng.choice(_FIELDS) + rng.choice(_ENDINGS)


def project(rng: Random, where: str, hard: float = 0.25, long: float = 0.1) -> str:
    """A title of the lowest level.

    Args:
        rng: source of chance.
        where: the place name, which titles may use.
        hard: share of titles with brackets, quotes, digits or Latin letters.
        long: share of titles of more than 25 characters.
    """
    draw = rng.random()
    if draw < hard:
        return rng.choice(_SPECIAL).format(place=where, field=rng.choice(_FIELDS), field2=rng.choice(_FIELDS))
    if draw < hard + long:
        return rng.choice(_FIELDS) + rng.choice(_LONG_TAIL)
    return rng.choice(_FIELDS) + rng.choice(_ENDINGS)


def prose(rng: Random, sentences: int) -> str:
    """Sentences that belong to no hierarchy."""
    return "".join(rng.choice(_SENTENCES) for _ in range(sentences))
