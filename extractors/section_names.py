"""Names of headings → what a section is for: the hierarchy, something beside it, a part of one entry's detail. Pure.

Plans use a small set of words for the chapters that hold no 施策, and for those that announce them.
"""

from __future__ import annotations

import re

from extractors.numbering import LEVEL_NOUN

# Whole names of sections that hold no part of the hierarchy. A node may contain these words, but is not one of them.
_ASIDE = re.compile(
    r"(?:(?:本)?計画(?:の)?)?(?:策定(?:の)?)?(?:にあたって|の?趣旨|の?目的|の?背景|の?意義|の?経緯|の?経過|の?根拠|の?体制|の?方法|の?視点)"
    r"|(?:.{0,12}計画)?策定(?:の|に).{0,8}"
    r"|.{0,14}計画(?:の)?(?:策定)?(?:の)?(?:趣旨|目的|背景|意義)"
    r"|(?:本)?(?:計画|ビジョン|構想)(?:の)?(?:位置[付づ]け|期間|性格|概要|対象|構成|範囲|基本的(?:な)?考え方|見直し|周知|公表|進行管理|進捗管理"
    r"|評価|点検|推進(?:体制)?|実現|全体像)(?:(?:と|及び|・|、).{1,14})?"
    r"|(?:上位計画|関連計画|法令|SDGs|国|都|県|道|府|市|町|村).{0,10}(?:との関係|との整合|の動向|の動き)"
    r"|(?:計画(?:の|に関する)|策定の)?基本(?:的(?:な)?)?事項|総論|序論|序章|(?:計画の)?(?:達成状況|実施状況)の(?:評価|点検|公表).{0,8}|(?:計画の)?推進(?:にあたって|に当たって|に向けて)"
    r"|(?:基本)?理念|将来像|将来都市像|目指す(?:べき)?(?:姿|将来像)|めざす(?:姿|将来像)|キャッチフレーズ|スローガン|主題"
    r"|用語(?:の)?(?:解説|説明|集|定義)|資料(?:編)?|参考資料|付属資料|アンケート.{0,10}|統計.{0,8}|.{0,20}現[状況](?:と|・|、|及び)課題.{0,6}|現[状況]|課題|(?:これまで)?.{0,8}(?:成果|取組|取り組み|実績|評価|振り返り)(?:と|・|、|及び)課題|主な課題|.{0,16}を取り巻く(?:社会)?(?:現状|状況|環境|情勢|課題)(?:と.{0,6}|の変化|の動向)?"
    r"|.{0,12}(?:計画|施策|事業)の(?:進捗|達成|実施|取組)状況|(?:前|旧|第.{1,3}[次期]).{0,8}計画の.{0,4}(?:評価|総括|成果|進捗|達成|実績|検証|課題|状況|振り返り).{0,8}|.{0,12}調査(?:の)?結果(?:の?(?:概要|まとめ|分析|から.{0,8}))?|課題の(?:まとめ|整理)|.{0,12}推移"
    r"|推進体制|進行管理|(?:計画の)?(?:推進|進行管理|進捗管理|評価)(?:体制|方法)?(?:と|及び|・).{1,12}"
    r"|PDCAサイクル.{0,8}|点検.?評価|はじめに|おわりに|目次|もくじ|ごあいさつ|あいさつ|市長あいさつ|委員名簿|.{0,16}委員(?:会)?(?:名簿)?"
    r"|(?:成果|評価|目標|達成|活動)?指標(?:名|項目|一覧|と目標値?|及び目標値?)?|数値目標|目標値|SDGs(?:との関係|との関連|とは|について|の視点|の考え方|への対応)?|関係課|担当課(?:一覧)?|関[連係](?:する)?(?:個別|分野別|主な|他の)*(?:計画|条例|法令|データ|資料)(?:等|など)?|.{0,12}のイメージ(?:図)?|年度|目的|背景|趣旨|期間|位置付け|位置づけ"
    r"|重点(?:事業|プロジェクト|施策|取組|取り組み)|リーディングプロジェクト|基本的(?:な)?(?:考え方|視点)|.{0,10}関係|(?:これまでの)?取組状況"
)
# Sections whose whole content is a slogan, often set larger than their heading.
_STATED = re.compile(
    r"(?:(?:計画の|まちづくりの|教育の)?(?:基本)?理念|将来像|将来都市像|目指す姿|めざす姿|キャッチフレーズ|スローガン|主題)$"
)
# 計画期間 with its years on the same line: nothing else stands under it.
_ASIDE_WITH_YEARS = re.compile(r"(?:(?:本)?計画(?:の)?)?(?:期間|年度)[ \u3000：:]+[^。]*年")
# What stands over the parts of the detail of one entry, behind a bullet of its own (▼現状と課題, ▼主な取組).
_LABEL = re.compile(
    r"(?:これまでの|主な|具体的な|今後の|施策の|市の|現状の)*(?:(?:現[状況]|成果|取組|取り組み|実績)(?:と|・)?課題|現[状況]|課題|めざす姿|目指す姿|基本方針|方針|目標|取組(?:の方向性?|内容)?|取り組み"
    r"|主要事業|事業|施策|(?:事業|施策)の?内容|(?:成果|評価|目標|活動|達成)?指標|KPI|ＫＰＩ|数値目標|達成目標|担当課|関係課|関連(?:する)?計画|背景|目的|方向性?)"
)
_INDICATORS = re.compile(r".{0,8}(?:指標|数値目標|目標値|KPI|ＫＰＩ)(?:・目標値?|と目標値?|一覧)?")
# Labels over what each side is asked to do: appeals, no 施策.
_ACTORS = re.compile(
    r"(?:(?:それぞれの|各主体の|(?:私|わたし)たち(?:が|に)?|(?:市民|町民|村民|区民|住民|県民|事業者|事業所|企業|団体|地域|家庭|学校|行政|市|町|村|区|県|個人|保護者"
    r"|社会福祉協議会|[、・や/／]|及び)+(?:の|が|に|として)?)(?:役割|できること|できる取組|期待(?:される|する)(?:こと|役割|取組)|お願いしたいこと|取り組むこと|行動))+"
)
# What the publisher itself will do is what is planned.
_OF_THE_CITY = re.compile(r"(?:行政|市|町|村|区|県)(?:の|が|として)?(?:取り組むこと|できる取組|行動)")
# Names that announce the hierarchy itself and are no part of it.
_CONTAINER = re.compile(
    rf"(?:.*(?:施策|政策|事業|計画|取組|取り組み|目標|方針|構想|推進|プラン|ビジョン|戦略|関係|全体)(?:の|・)?)?体系(?:図|表|一覧|の概要)?|(?:具体的な|主な|個別の?)?(?:施策|事業|取組|取り組み|施策・事業)(?:の)?(?:展開|内容|方向(?:性)?|一覧|柱)?"
    rf"|(?:[0-9０-９一二三四五六七八九十]+[ 　]*(?:つ)?の[ 　]*(?:{LEVEL_NOUN}|[一-龥ぁ-ん]{{0,6}}(?:{LEVEL_NOUN}))[・、と及び]*)+"
    rf"|.{{0,16}}(?:の)?施策・事業|.{{0,12}}施策の(?:体系|柱|展開|方向|方向性|推進|基本方向).{{0,10}}|(?:基本|推進|重点)?(?:目標|方針|項目|施策)(?:と.{{1,10}})?"
    rf"|各論|基本計画|実施計画|行動計画|取組の(?:内容|方向)|具体的(?:な)?(?:施策|取組)・?.{{0,10}}"
)
_TITLE = re.compile(
    r".*(?:計画|プラン|ビジョン|構想|大綱|戦略|指針)(?:[(（].{1,8}[)）])?(?:[ 　]*[(（【［]?(?:概要版?|素案|案|本編|構造図|体系図)[)）】］]?)?"
)

_WHO = re.compile(
    r"(?:市民|町民|村民|区民|住民|事業者|事業所|企業|団体|地域|家庭|学校|園|行政|市|町|村|区|県|個人|保護者|観光客|滞在者|[、・や])+(?:等|など)?"
    r"(?:の|が|で|に)?(?:皆さん|みなさん|皆様)?(?:の|へ|に)?(?:取組|取り組み|取り組むこと|行動|役割|期待すること|お願い)?"
)
_IN_BRACKETS = re.compile(r"[【［\[〔＜<〈《](.{1,16})[】］\]〕＞>〉》]")

# Words of numbered lists that stand in sections without 施策.
_NOT_PLANNED = re.compile(r"(?:課題|視点|ゴール|理念|区分|ステップ|姿|ビジョン|将来像|計画|事業|プロジェクト)$")


def is_aside(name: str) -> bool:
    """Whether a heading opens a section without any 施策."""
    own = bare(name)
    return bool(_ASIDE.fullmatch(own) or (_ACTORS.fullmatch(own) and not _OF_THE_CITY.fullmatch(own)))


def is_container(name: str) -> bool:
    """Whether a heading announces the hierarchy rather than being part of it."""
    return bool(_CONTAINER.fullmatch(bare(name)))


def is_title(name: str) -> bool:
    """Whether a heading is the title of a plan."""
    return bool(_TITLE.fullmatch(name))


def prints_its_years(name: str) -> bool:
    """Whether a line is 計画期間 with the years behind it: it opens no section."""
    return bool(_ASIDE_WITH_YEARS.match(name))


def prints_its_slogan(name: str) -> bool:
    """Whether a line is 基本理念 or 将来像 with the words behind it: it opens no section."""
    parts = re.split(r"[ \u3000：:]+", name, maxsplit=1)
    return len(parts) == 2 and bool(parts[1]) and bool(_STATED.fullmatch(bare(parts[0])))


def states_a_slogan(name: str) -> bool:
    """Whether a heading is one that a slogan stands under (基本理念, 将来像)."""
    return bool(_STATED.search(bare(name)))


def names_part_of_detail(name: str) -> bool:
    """Whether a name stands over a part of the detail of each entry (現状と課題, 主な取組)."""
    return bool(_LABEL.fullmatch(bare(name)))


def names_who_acts(name: str) -> bool:
    """Whether a name says whose part follows (市民の取組, 事業者の皆さんへ): a label within each section."""
    return bool(_WHO.fullmatch(bare(name)))


def is_detail_label(title: str) -> bool:
    """Whether a whole line is such a name in brackets (【現状と課題】, ＜主な取組＞)."""
    inner = _IN_BRACKETS.fullmatch(title)
    return inner is not None and (names_part_of_detail(inner[1]) or is_aside(inner[1]))


def names_actors(name: str) -> bool:
    """Whether a label stands over what each side is asked to do (市民の役割)."""
    return bool(_ACTORS.fullmatch(bare(name)))


def names_indicators(name: str) -> bool:
    """Whether a label stands over a table of indicators (数値目標, 成果指標, KPI)."""
    return bool(_INDICATORS.fullmatch(bare(name)))


def counts_what_is_planned(word: str) -> bool:
    """Whether the word before a number (基本目標1) is one for levels of the hierarchy, not for issues or principles."""
    return not _NOT_PLANNED.search(word)


def bare(name: str) -> str:
    """A name without brackets, spaces and what a ※ adds."""
    return re.sub(r"[\s【】［］\[\]〔〕〈〉《》＜＞]", "", re.sub(r"※.*$", "", name))
