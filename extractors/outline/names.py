"""How much the words of a text speak for the name of a policy, a caption, a section without policies, or prose. Pure.

Values are log-odds that add up; the solver weighs them against numbers and places. The words are endings that names of
policies, or of what is not one, share in any plan; no word decides alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.outline.markers import SPACE, WORD
from extractors.section_names import bare, is_aside, is_container, is_detail_label, is_title, names_part_of_detail

_POLICY = re.compile(
    r"(?:推進|充実|支援|促進|整備|強化|育成|確保|向上|活用|振興|形成|づくり|つくり|実現|保全|対策|改善|普及|啓発|連携|活性化|防止|創出|創造|発信|提供|拡大|拡充"
    r"|構築|保護|交流|参加|参画|解消|軽減|予防|開発|支え合い|見直し|維持|再生|継承|利用|導入|対応|相談|運営|開催|実施|配布|公開|助成|補助|サービス|教育|学習"
    r"|環境|まち|社会|地域|暮らし|福祉|産業|文化|安全|安心|健康|子育て|協働|改革|効率化|適正化|最適化|高度化|多様化|電子化|オンライン化|デジタル化|緑化|長寿命化"
    r"|訓練|研修|点検|講座|事業|プロジェクト|プログラム|ネットワーク|体制の?整備|誘致|誘導|撲滅|根絶|尊重|理解|意識|醸成|抑制|削減|循環|共生|備え|ケア|管理|養成|派遣|設置"
    r"|都市|移住|定住|雇用|就労|観光|農業|漁業|林業|商業|人材|担い手|仕組み|しくみ|拠点|取組|取り組み|見守り|居場所|給付|検討|調査|作成|発行|収集|展開|強靱化|軽量化|発展|発揮|周知|公表|貢献|徹底|保存|登録|復興|減量|回収|収集|処理|清掃|植樹|栽培|販売|加工|連動|共有|構想|改修|更新|耐震化|集約|統合|再編|配置|確立|堅持|健全化|適切化|自立|克服|解決|挑戦|応援|参入|接続|移転|着手|増進|運行|通学|保育|医療|介護|住まい|道路|水道|公園|緑地|河川|防災|防犯|消防|救急|国際化|情報化|平和|人権|スポーツ|芸術|歴史|伝統|景観|自然|資源|エネルギー|経営|財政|行政|議会|窓口|手続き?|魅力|ブランド|仕事|就農|起業|創業|経済|雇用環境|生活|家庭|学校|学び|遊び場|食育|健診|検診|運動|生きがい|つながり|きずな|絆|力)"
    r"(?:等|など)?(?:[(（][^)）]{1,20}[)）])?$"
)
_VERB = re.compile(r"(?:[うくぐすつぬぶむる]|ない|たい|しよう|まちへ|へ)$")
_STATE = re.compile(
    r"(?:趣旨|背景|経緯|経過|推移|状況|現状|動向|構造|見通し|結果|概要|期間|位置[づ付]け|対象|定義|構成|根拠|凡例|一覧|名簿|規則|要綱|条例|議事|日程|会場|日時|場所|出席者|傍聴"
    r"|資料|目次|注意|持ち物|料金|費用|定員|対象者|申込.{0,3}|問.{0,2}合.{0,3}|連絡先|備考|指標|目標値|人口|世帯|面積|割合|調査|考え方|見方|進め方|使い方|役割|意義|特徴|特性|要因|参考|出典|イメージ図?|フロー図?|前文|附則|別表|開会|閉会|あいさつ|挨拶|その他|次第|議題|議案|報告事項|協議事項|委員会室|会議室|まとめ|はじめに|おわりに|スケジュール|予定|結び)$"
)
_MONEY = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*[ ]?(?:円|千円|万円|億円|人|件|%|％|世帯|か所|箇所|ha|km|ｔ|点|票|社|台|kWh|ポイント|時間?|分|頁|ページ|ｍ|m2|㎡|位|回|名|校|園)"
)
_DATE = re.compile(
    r"(?:令和|平成|昭和|[RHＲＨ])[ ]?[0-9０-９元]{1,2}|[12][0-9]{3}[ ]?年|[0-9０-９]{1,2}月[0-9０-９]{1,2}日|[0-9０-９]{1,2}時"
)
_ADDRESS = re.compile(
    r"https?://|www\.|＠|@|電話|TEL|ＴＥＬ|FAX|ＦＡＸ|[0-9０-９]{2,5}[-－―][0-9０-９]{2,4}[-－―][0-9０-９]{3,4}"
)
_PARTICLE_END = re.compile(
    r"(?:[はがをにでと、，,]|および|及び|または|又は|や|て|の|から|より|による|における|ため|など、|り、)$"
)
_START = re.compile(
    r"^(?:また|さらに|なお|しかし|そのため|このため|そこで|一方|ただし|これ[はらにをま]|この|その|こうした|本[計章市町]|[はがをにでともへや、。）)」』】・ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]|え、|か、|り、|ます|した|して|する(?!ため))"
)
_SENTENCE = re.compile(
    r"。|です$|ます$|ました$|ません$|である$|ください$|でしょう$|ましょう$|だった$|となった$|している$|されている$|しており$|いただきたい|^はい"
)
_QUESTION = re.compile(r"[？?]$|か。$|でしょうか|^[QＱAＡ問答][0-9０-９.．:：-]")
_OFFICE = re.compile(
    r"^(?:[（(【\[])?[一-龥ァ-ヶー・、／/]{1,14}(?:課|(?<![教居])室|係|局|(?<!全)部|センター|委員会|事務局|協議会|本部|消防署|図書館|公民館)(?:[、・,，／/ 　][一-龥ァ-ヶー]{1,14}(?:課|(?<![教居])室|係|局|(?<!全)部|センター|委員会|事務局))*(?:[)）】\]])?$"
)
_SPEAKER = re.compile(
    r"^(?:会長|委員長?|副会長|事務局|議長|[A-ZＡ-Ｚ]委員|市長|町長|部長|課長|[一-龥]{1,4}(?:委員|議員|課長|部長|会長)|司会)(?:[ 　:：]|$|「)"
)
_LAW = re.compile(r"^第[0-9０-９一二三四五六七八九十百]+条|この(?:条例|規則|要綱)|次の各号|前項|ものとする|をいう")
_FRAME = "【】[]［］〔〕<>＜＞《》〈〉「」『』〖〗"
_LEVELS = re.compile(
    rf"(?:(?:{WORD}|取組内容|施策名|事業名|主な取組|内容|番号|No\.?|担当課|区分)[{SPACE}、・／/→⇒＞>]*){{2,}}"
)
_CAPTION_WORDS = re.compile(
    r"(?:主な|具体的な?|個別の?|今後の|重点的?な?|市の|町の|施策の|計画の|本市の|当面の|行政の|関連する?)*(?:取組|取り組み|取組み|事業|施策|活動|対策|細施策|主要事業|施策・事業|事業・取組|取組・事業|取組項目)"
    r"(?:の?(?:内容|展開|方向性?|一覧|例|体系|概要|名称?|方針))?(?:[(（].{1,8}[)）])?"
)
_LEVEL_NAME = re.compile(
    "(?:基本|重点|主要|個別|推進|具体的?な?|細|施策の|取組の|実施|政策|大|中|小|分野別|計画の|今後の)*"
    "(?:目標|方針|方向性?|施策|政策|柱|戦略|項目|課題|プロジェクト|基本施策|分野|体系)名?"
)
_COLUMN = re.compile(
    r"(?:主な)?(?:担当|所管|主管|実施)(?:課|部署|部局|主体)?名?等?|.{0,4}番号|No\.?|NO\.?|区分|.{0,6}(?:内容|概要|説明|名称|指標|目標値|現状値|年度|期間|備考|時期|対象者?|事業費|予算.{0,3}|財源|計|合計|種別|分類)"
    r"|(?:令和|平成|[RHＲＨ])?[0-9０-９元]{1,4}年?度?(?:[(（].{1,8}[)）])?|年度"
)
_WORDED_COLUMN = re.compile(rf"(?:{WORD})(?:名|等|の?内容)?")


@lru_cache(maxsize=20000)
def name_value(name: str) -> float:
    """Log-odds from its words alone that a text (without its marker) is the name of a policy rather than something else."""
    text = name.strip(SPACE)
    size = len(text)
    if not text:
        return -1.0
    value = 0.0
    if _POLICY.search(text):
        value += 1.0
    elif _VERB.search(text) and size > 3:
        value += 0.8
    if is_section(text):
        value -= 3.5
    elif _STATE.search(text):
        value -= 2.2
    elif text.endswith("課題"):
        value -= 0.6
    value -= sentence_value(text)
    for pattern, cost in ((_MONEY, 1.5), (_DATE, 1.5), (_ADDRESS, 4.0), (_QUESTION, 3.0), (_SPEAKER, 3.0), (_LAW, 3.0)):
        if pattern.search(text):
            value -= cost
    if _OFFICE.match(text):
        value -= 2.5
    if _PARTICLE_END.search(text):
        value -= 1.8
    if _START.match(text):
        value -= 1.8
    value -= 0.7 * max(0, text.count("、") - 1)
    if size < 2 or re.fullmatch(r"[\W0-9０-９_]+", text):
        value -= 2.0
    if size > 36:
        value -= min(4.0, (size - 36) * 0.06)
    if text.count("「") != text.count("」") or text.count("（") + text.count("(") != text.count("）") + text.count(")"):
        value -= 1.2
    return value


@lru_cache(maxsize=20000)
def sentence_value(text: str) -> float:
    """Log-odds that a text is a sentence of prose."""
    core = text.strip(SPACE)
    inner = core.rstrip("。")
    if "。" in inner:
        return 4.5
    if _SENTENCE.search(inner):
        return 3.0 if core != inner else 1.0
    return 1.2 if core != inner and len(core) < 25 else 2.5 if core != inner else 0.0


@lru_cache(maxsize=20000)
def is_section(name: str) -> bool:
    """Whether a name is one of a section that holds no policies (計画の趣旨, 推進体制)."""
    text = name.strip(SPACE + "。:：")
    return is_aside(text) and not text.startswith("重点")


_GENERAL = re.compile(
    r"(?:今後の|主な|基本的な?|具体的な?|個別の?|重点的な?|分野別の?|目標別の?)+(?:施策|取組|対策|政策|計画)(?:・(?:施策|取組|対策|事業))?(?:の?(?:内容|方向性?|推進|実施))?"
)


@lru_cache(maxsize=20000)
def is_heading_of_all(name: str) -> bool:
    """Whether a name announces the whole hierarchy (施策の体系, 施策の展開): never a node."""
    text = bare(name).strip("。:：")
    return (
        is_container(text)
        or (len(text) <= 9 and text.endswith(("計画", "プラン", "戦略", "構想")))
        or bool(
            re.fullmatch(r".{0,14}(?:施策|計画|取組|政策)の?(?:体系|展開|全体像|基本方向).{0,8}|.{0,6}体系図?", text)
        )
    )


@lru_cache(maxsize=20000)
def policy_odds(name: str) -> float:
    """Log-odds that a numbered name belongs to a list of policies rather than to any other list (agenda, report, rules)."""
    value = name_value(name)
    return 0.8 if value >= 0.6 else -0.4 if value >= 0 else max(-2.5, 0.7 * value - 0.3)


@lru_cache(maxsize=20000)
def caption(text: str) -> str:
    """What a line without a number says of the lines below it: "aside" (現状と課題), "open" (主な取組), "" for none."""
    core = text.strip(SPACE).lstrip("■◆●▼▶□◇○◎★☆▽*＊").strip(SPACE + _FRAME + ":：")
    core = re.sub(r"[ \u3000]*[(（][^)）]{1,14}[)）]$", "", core)
    if not core or len(core) > 18:
        return ""
    if _CAPTION_WORDS.fullmatch(core) or _LEVEL_NAME.fullmatch(core):
        return "open"
    if is_aside(core) or is_detail_label(core) or names_part_of_detail(core):
        return "aside"
    return ""


def begins_inside(text: str) -> bool:
    """Whether a line can only go on with what stands before it."""
    return bool(_START.match(text)) and not re.match(r"また|さらに|なお|しかし|そ|こ|一方|ただし|本|この", text)


def of_other_document(text: str) -> bool:
    """Whether a line is one of rules, questions and answers, or spoken words."""
    return bool(
        re.match(
            r"第[0-9０-９一二三四五六七八九十百]+条(?![例約])|[ＱQＡA問答][0-9０-９]|[○（(]?(?:会長|委員|[A-ZＡ-Ｚ]委員|事務局|議長)[)）]?[ 　:：]",
            text,
        )
    )


def names_levels(text: str) -> tuple[str, ...]:
    """The words of a header row (基本目標 施策の方向 取組); () where the text is none."""
    core = text.strip(SPACE)
    if len(core) > 60 or not _LEVELS.fullmatch(core + " "):
        return ()
    parts = tuple(part for part in re.split(rf"[{SPACE}／/→⇒＞>]+", core) if part)
    return parts if len(parts) > 1 else ()


def column_role(text: str) -> str:
    """What a column of a table holds, by its name: "level", "office" or "other"."""
    core = re.sub(r"\s+", "", text).strip(_FRAME)
    core = re.sub(r"[(（].{1,10}[)）]$", "", core)
    if re.search("担当|所管|主管|関係課", core):
        return "office"
    if _LEVEL_NAME.fullmatch(core) or (_CAPTION_WORDS.fullmatch(core) and not core.endswith(("内容", "概要"))):
        return "level"
    return "other" if _COLUMN.fullmatch(core) and not re.search("番号|No|NO", core) else "level"


def names_a_column(text: str) -> bool:
    """Whether a short text could be the name of a column of a table of policies (基本目標, 担当課)."""
    core = re.sub(r"\s+", "", text).strip(_FRAME)
    core = re.sub(r"[(（].{1,10}[)）]$", "", core)
    return (
        bool(core)
        and len(core) < 14
        and bool(
            _LEVEL_NAME.fullmatch(core)
            or _CAPTION_WORDS.fullmatch(core)
            or _COLUMN.fullmatch(core)
            or _WORDED_COLUMN.fullmatch(core)
        )
    )


def is_title_of_plan(text: str) -> bool:
    """Whether a line is the title of a document."""
    return is_title(text.strip(SPACE))
