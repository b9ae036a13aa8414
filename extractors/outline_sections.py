"""The items of an outline that belong to the hierarchy, without the sections around it (計画期間, 推進体制 ...). Pure.

A section is opened by a heading and closed by the next one of its rank. What a section is for is told by its name:
plans use a small set of words for the chapters that hold no 施策.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from extractors.columns import join_lines, names_a_column
from extractors.document_sections import Heading, document_sections
from extractors.numbering import LEVEL_NOUN, SPACES, Marker, read_marker
from schemas.structure import Evidence, Item, Outline

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
    r"|用語(?:の)?(?:解説|説明|集|定義)|資料(?:編)?|参考資料|付属資料|アンケート.{0,10}|統計.{0,8}|.{0,20}現状(?:と|・|及び)課題.{0,6}|現状|課題|成果と課題|主な課題|.{0,16}を取り巻く(?:社会)?(?:現状|状況|環境|情勢|課題)(?:と.{0,6}|の変化|の動向)?"
    r"|.{0,12}(?:計画|施策|事業)の(?:進捗|達成|実施|取組)状況|(?:前|旧|第.{1,3}[次期]).{0,8}計画の.{0,4}(?:評価|総括|成果|進捗|達成|実績|検証|課題|状況|振り返り).{0,8}|.{0,12}調査(?:の)?結果(?:の?(?:概要|まとめ|分析|から.{0,8}))?|課題の(?:まとめ|整理)|.{0,12}推移"
    r"|推進体制|進行管理|(?:計画の)?(?:推進|進行管理|進捗管理|評価)(?:体制|方法)?(?:と|及び|・).{1,12}"
    r"|PDCAサイクル.{0,8}|点検.?評価|はじめに|おわりに|目次|もくじ|ごあいさつ|あいさつ|市長あいさつ|委員名簿|.{0,16}委員(?:会)?(?:名簿)?"
    r"|(?:成果|評価|目標|達成|活動)?指標(?:名|項目|一覧|と目標値?|及び目標値?)?|数値目標|目標値|SDGs(?:との関係|との関連|とは|について|の視点|の考え方|への対応)?|関係課|担当課(?:一覧)?|.{0,12}のイメージ(?:図)?|年度|目的|背景|趣旨|期間|位置付け|位置づけ"
    r"|重点(?:事業|プロジェクト|施策|取組|取り組み)|リーディングプロジェクト|基本的(?:な)?(?:考え方|視点)|.{0,10}関係|(?:これまでの)?取組状況"
)
# Labels over what each side is asked to do: appeals, no 施策.
_ASIDE_WITH_YEARS = re.compile(r"(?:(?:本)?計画(?:の)?)?(?:期間|年度)[ \u3000：:]+[^。]*年")
# What stands over the parts of the detail of one entry, behind a bullet of its own (▼現状と課題, ▼主な取組).
_LABEL = re.compile(
    r"(?:これまでの|主な|具体的な|今後の|施策の|市の|現状の)*(?:現状(?:と|・)?課題|現状|課題|めざす姿|目指す姿|基本方針|方針|目標|取組(?:の方向性?|内容)?|取り組み"
    r"|主要事業|事業|施策|成果指標|指標|数値目標|担当課|関係課|関連計画|背景|目的|方向性)"
)
_ACTORS = re.compile(
    r"(?:(?:それぞれの|各主体の|(?:私|わたし)たち(?:が|に)?|(?:市民|町民|村民|区民|住民|県民|事業者|事業所|企業|団体|地域|家庭|学校|行政|市|町|村|区|県|個人|保護者"
    r"|社会福祉協議会|[、・や/／]|及び)+(?:の|が|に|として)?)(?:役割|できること|できる取組|期待(?:される|する)(?:こと|役割|取組)|お願いしたいこと|取り組むこと|行動))+"
)
# Names that announce the hierarchy itself and are no part of it.
_CONTAINER = re.compile(
    rf"(?:.*(?:施策|政策|事業|計画|取組|取り組み|目標|方針|構想|推進|プラン|ビジョン|戦略|関係|全体)(?:の|・)?)?体系(?:図|表|一覧|の概要)?|(?:具体的な|主な|個別の?)?(?:施策|事業|取組|取り組み|施策・事業)(?:の)?(?:展開|内容|方向(?:性)?|一覧|柱)?"
    rf"|(?:[0-9０-９一二三四五六七八九十]+[ 　]*(?:つ)?の[ 　]*(?:{LEVEL_NOUN}|[一-龥ぁ-ん]{{0,6}}(?:{LEVEL_NOUN}))[・、と及び]*)+"
    rf"|.{{0,16}}(?:の)?施策・事業|.{{0,12}}施策の(?:体系|柱|展開|方向|方向性|推進|基本方向).{{0,10}}|(?:基本|推進|重点)?(?:目標|方針|項目|施策)(?:と.{{1,10}})?"
    rf"|各論|基本計画|実施計画|行動計画|取組の(?:内容|方向)|具体的(?:な)?(?:施策|取組)・?.{{0,10}}"
)
TOP_MAX = 40
"""Characters of the line that a whole hierarchy stands under."""
# Principles rather than what is done; such a list is the hierarchy only where there is no other.
_WEAK = re.compile(r"方針|理念|視点|考え方|原則")
# Markers that chapters and sections of prose carry as well as levels of the hierarchy.
_SECTION_STYLES = (
    "第の",
    "第章",
    "第節",
    "第編",
    "第部",
    "第項",
    "Ⅰ",
    "1",
    "1-1",
    "(1)",
    "1)",
    "一",
    "A",
    "■",
    "◆",
    "●",
    "□",
)
_TITLE = re.compile(
    r".*(?:計画|プラン|ビジョン|構想|大綱|戦略|指針)(?:[(（].{1,8}[)）])?(?:[ 　]*(?:概要版?|素案|案|本編|構造図|体系図))?"
)

# Words of numbered lists that stand in sections without 施策.
_NOT_PLANNED = re.compile(r"(?:課題|視点|ゴール|理念|区分|ステップ|姿|ビジョン|将来像|計画|事業)$")

LABELS = 3
"""Times that a name must be printed to be a label within sections."""
LEAD = 9
"""Rank of a heading that no size tells from other lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the hierarchy with its marker read."""

    item: Item
    marker: Marker | None
    name: str
    kind: str
    """What entries of one level have in common: the marker's word and style, or the sort of heading or list."""
    aside: bool = False
    """True for a sub-heading inside the detail of an entry (【現状と課題】): its text describes, it is no node."""


@dataclass
class _Part:
    """A section that may hold the hierarchy, or part of it."""

    title: Evidence | None
    announced: str | None
    entries: list[Entry]
    heading: Item | None = None
    foreign: bool = False
    """True for a list beside the hierarchy, unless it prints the same entries."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of an outline that holds the hierarchy."""

    entries: tuple[Entry, ...]
    title: Evidence | None
    announced: str | None
    """The name of the section it stands in, where that is the name of its level (施策の柱)."""
    elsewhere: tuple[Entry, ...] = ()
    """First entries of other lists that count the same markers from 1, and are not the hierarchy."""


def is_aside(name: str) -> bool:
    """Whether a heading opens a section without any 施策."""
    bare = _bare(name)
    return bool(_ASIDE.fullmatch(bare) or _ACTORS.fullmatch(bare))


def is_container(name: str) -> bool:
    """Whether a heading announces the hierarchy rather than being part of it."""
    return bool(_CONTAINER.fullmatch(_bare(name)))


def find_region(outline: Outline) -> Region:
    """The entries of the hierarchy in reading order.

    A heading without a number, such as 計画の期間, may be followed by the hierarchy with nothing between them: where
    nothing else is left, such a section is over with the next number.
    """
    entries = [_entry(item) for item in outline.items]
    return _chosen(_parts(entries, outline.title, to_next_number=False) or _parts(entries, outline.title, True))


def _parts(entries: list[Entry], title: Evidence | None, to_next_number: bool) -> list[_Part]:
    """The sections that may hold the hierarchy, or part of it."""
    labels = _labels(entries)
    parts: list[_Part] = [_Part(title, None, [])]
    sections = document_sections([_section_heading(entry) for entry in entries])
    closed_by: tuple[int, Entry] | None = None
    for index, entry in enumerate(entries):
        if closed_by is not None:
            at, opener = closed_by
            over = to_next_number and opener.marker is None and entry.marker is not None and entry.marker.counted
            if index < sections.ends.get(at, len(entries)) and not over and not _ends(opener, entry):
                continue
        closed_by = None
        if (entry.marker is None or not entry.marker.counted) and _ASIDE_WITH_YEARS.match(entry.name):
            continue
        role = sections.roles.get(index)
        if role == "again":
            continue
        if _is_label(entry):
            parts[-1].entries.append(replace(entry, aside=True))
            closed_by = (index, entry) if is_aside(entry.name) else None
            continue
        if role == "aside" or (_opens_section(entry) and (is_aside(entry.name) or _is_title(entry))):
            if not _is_title(entry):
                closed_by = index, entry
            continue
        if role is not None:
            parts.append(_Part(entry.item.evidence, entry.name, [], entry.item, role == "foreign"))
        elif _bare(entry.name) in labels:
            parts[-1].entries.append(replace(entry, aside=True))
        elif not _is_bracketed(entry) and _is_container_here(entry, entries, index):
            parts.append(_Part(entry.item.evidence, entry.name, [], entry.item))
        else:
            aside = _is_bracketed(entry) or not _is_node(entry, entries, index)
            parts[-1].entries.append(replace(entry, aside=aside))
    return [part for part in parts if any(not entry.aside for entry in part.entries)]


def _section_heading(entry: Entry) -> Heading:
    opens = _opens_section(entry)
    return Heading(
        entry.kind, entry.marker, opens, opens and is_aside(entry.name), opens and is_container(entry.name), entry.name
    )


def _labels(entries: list[Entry]) -> frozenset[str]:
    """Names like 主な取組 that stand over the entries of each section anew: labels, not the beginning of the whole."""
    names = Counter(_bare(entry.name) for entry in entries if _opens_section(entry) and is_container(entry.name))
    return frozenset(name for name, count in names.items() if count >= LABELS)


def _chosen(parts: list[_Part]) -> Region:
    """The sections that hold the hierarchy: of lists that count the same marker from 1 anew, the best one.

    A section that prints entries of another again (overview and detail) belongs to it.
    """
    if not parts:
        return Region((), None, None)
    best = max(parts, key=lambda part: (not part.foreign, _weight(part), -parts.index(part)))
    kept = [part for part in parts if part is best or _goes_with(part, best)]
    entries = [entry for part in kept for entry in part.entries]
    top = _top_entry(kept[0])
    while entries and entries[0].aside:
        entries.pop(0)
    if top is not None:
        entries.insert(0, top)
    rivals = [part for part in parts if part not in kept and _kinds(part) >= _kinds(best)]
    others = [entry for part in rivals for entry in part.entries if not entry.aside]
    begun = {kind for part in kept for kind in _begun(part)}
    firsts = {entry.kind: entry for entry in reversed(others) if entry.kind in begun}
    return Region(tuple(entries), kept[0].title, kept[0].announced, tuple(firsts.values()))


def _top_entry(part: _Part) -> Entry | None:
    """An unmarked line between the section's heading and its first number: what the whole hierarchy stands under.

    Plans print their 将来像 or 基本理念 there (体系図, ○○のまち, 基本目標1 ...). Only a single short line that is no
    sentence counts, and only before an entry numbered 1.
    """
    first = next((at for at, entry in enumerate(part.entries) if not entry.aside), None)
    if part.heading is None or first is None or "体系" not in (part.announced or ""):
        return None
    marker = part.entries[first].marker
    if marker is None or marker.value[-1:] != (1,):
        return None
    between = [(entry.item.ref, entry.item.evidence) for entry in part.entries[:first] if not _is_bracketed(entry)]
    before = [(f"L{found.line}" if found.line else f"{part.heading.ref}+", found) for found in part.heading.body]
    lines = [*before, *between]
    if len(lines) != 1 or (part.entries[:first] and part.entries[first - 1].item.body):
        return None
    ref, evidence = lines[0]
    name = evidence.text.strip(SPACES)
    if not 4 <= len(name) <= TOP_MAX or name[-1] in "。、：:" or is_aside(name) or read_marker(name).marker is not None:
        return None
    if names_a_column(name):
        return None
    return Entry(Item(ref, name, evidence, plain=True), None, name, "top")


def _weight(part: _Part) -> float:
    """Sections named after what is done outweigh those named after principles; size decides between equals."""
    nodes = [entry for entry in part.entries if not entry.aside]
    named = 0.0
    if part.announced is not None:
        named = 0.5 if _WEAK.search(part.announced) else 2.0
    return named + _kinds(part) + min(len(nodes), 100) / 50


def _kinds(part: _Part) -> int:
    """How many kinds of entries a section has: about as many levels."""
    return len({entry.kind for entry in part.entries if not entry.aside})


def _goes_with(part: _Part, best: _Part) -> bool:
    """Whether a section shares entries with the best one, or uses none of its counted markers from 1."""
    if _printed(part) & _printed(best):
        return True
    return not part.foreign and not _begun(part) & _begun(best)


def _begun(part: _Part) -> set[str]:
    """Kinds of markers that a section counts from 1."""
    return {entry.kind for entry in part.entries if not entry.aside and entry.marker and entry.marker.value[:1] == (1,)}


def _printed(part: _Part) -> set[tuple[str, str]]:
    """Numbered entries of a section, by kind and name."""
    numbered = [entry for entry in part.entries if not entry.aside and entry.marker and entry.marker.counted]
    return {(entry.kind, _bare(entry.name)) for entry in numbered}


def _entry(item: Item) -> Entry:
    if item.row:
        marker = read_marker(f"{item.label} {item.text}").marker if item.label else None
        return Entry(item, marker, item.text, f"row{item.row}")
    marked = read_marker(item.text)
    marker, name = marked.marker, marked.name
    if marker is not None and not name and item.plain:
        marker, name = None, item.text
    if marker is None:
        kind = "list" if item.listed else "plain" if item.heading is None else f"#{item.heading}"
    else:
        # ▶▶個別施策 ①: the level's name is printed before the first of a group only
        kind = marker.style if marker.lead or marker.style == "①" else marker.kind
    return Entry(item, marker, name, kind)


def _opens_section(entry: Entry) -> bool:
    """Headings, plain or numbered; small numbers (①, ア) and bullets open nothing."""
    if entry.item.listed or entry.item.row:
        return False
    return entry.marker is None or entry.marker.style in _SECTION_STYLES


def _ends(opener: Entry, entry: Entry) -> bool:
    """Whether an entry closes the section that the opener began."""
    label = _is_bracketed(opener) or (opener.marker is not None and not opener.marker.counted)
    if label and (_is_bracketed(entry) or entry.item.row):
        return True
    if label and opener.item.body and entry.item.body and entry.marker is not None and not entry.name.endswith("。"):
        return True  # the label has its paragraph, and the entry one of its own
    if entry.item.listed or entry.item.row:
        return False
    if entry.item.heading is not None:
        return opener.item.heading is None or entry.item.heading <= opener.item.heading
    if entry.kind == opener.kind and not _is_bracketed(entry):
        return True
    if opener.marker is None:
        return bool(entry.marker is None and is_container(entry.name)) or _starts_plan_part(entry)
    if entry.marker is not None and entry.marker.word and _starts_plan_part(entry):
        return not _NOT_PLANNED.search(entry.marker.word)
    return entry.marker is None and not _is_bracketed(entry)


def _starts_plan_part(entry: Entry) -> bool:
    """A worded first number (目指す方向 1, 基本目標1, 第1章) begins the hierarchy even where no heading stands before."""
    marker = entry.marker
    return (
        marker is not None
        and marker.counted
        and marker.value[0] == 1
        and bool(marker.word or marker.style.startswith("第"))
    )


def _is_title(entry: Entry) -> bool:
    return entry.marker is None and not entry.item.listed and bool(_TITLE.fullmatch(join_lines(entry.name)))


def _is_bracketed(entry: Entry) -> bool:
    return entry.marker is None and bool(re.fullmatch(r"[【［\[〔＜<].*[】］\]〕＞>].{0,12}", entry.name))


def _is_label(entry: Entry) -> bool:
    """▼現状と課題: a bullet before the name of a part of the detail."""
    bullet = entry.marker is not None and not entry.marker.counted
    return bullet and bool(_LABEL.fullmatch(_bare(entry.name)))


def _is_container_here(entry: Entry, entries: list[Entry], index: int) -> bool:
    """A container name, with something of another kind after it."""
    if not _opens_section(entry) or not is_container(entry.name):
        return False
    following = entries[index + 1] if index + 1 < len(entries) else None
    return following is None or following.kind != entry.kind or entry.marker is None


def _is_node(entry: Entry, entries: list[Entry], index: int) -> bool:
    """Marked entries, list entries and rows of tables are nodes; an unmarked heading only where such stand below it."""
    if entry.marker is not None or entry.item.listed or entry.item.row:
        return True
    if entry.item.heading is None:
        return False
    if entry.item.heading == LEAD or _leads(entry, entries, index):
        return True
    for later in entries[index + 1 :]:
        if later.item.heading is not None and later.item.heading <= entry.item.heading:
            return False
        if later.item.row:
            return True
        if later.marker is not None and later.marker.counted:
            return later.item.heading is not None
    return False


def _leads(entry: Entry, entries: list[Entry], index: int) -> bool:
    """Whether a heading stands between the heading of the whole (施策の体系) and its first number: the uppermost entry."""
    if not 0 < index < len(entries) - 1:
        return False
    above, below = entries[index - 1], entries[index + 1]
    announced = above.marker is None and above.item.heading is not None and is_container(above.name)
    first = below.marker is not None and below.marker.counted and set(below.marker.value) == {1}
    return announced and first and (above.item.heading or 0) < (entry.item.heading or 0)


def _bare(name: str) -> str:
    return re.sub(r"[\s【】［］\[\]〔〕]", "", re.sub(r"※.*$", "", name))
