"""The closed list of exceptions (要確認事項): what can be wrong or uncertain, how grave it is and who must act. No IO.

A value that rests on a judgement carries an issue that names it: nothing is guessed in silence. A value is published as
printed; what the machine would have written instead stands in the issue's proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from schemas.structure import Evidence

Severity = Literal["block", "review", "info"]
"""block: not published without staff. review: published, marked 要確認. info: logged."""

Who = Literal["staff", "steward"]
"""staff: the office that wrote the plan (担当課). steward: who runs taikei and answers for the data (データ管理者)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of issue: its family in docs/exceptions.md, its severity, who must act, and its name in Japanese."""

    family: str
    severity: Severity
    who: Who
    title: str


KINDS: dict[str, Kind] = {
    # identity of the plan
    "title_missing": Kind("identity", "review", "steward", "計画名が見つからない"),
    "title_variant": Kind("identity", "info", "steward", "計画名の表記が揺れている"),
    "period_missing": Kind("identity", "review", "steward", "計画期間が見つからない"),
    "plan_caption_detached": Kind("identity", "review", "staff", "計画の見出しと表が離れている"),
    "excerpt_start": Kind("identity", "info", "steward", "文書が途中から始まっている"),
    "municipality_unknown": Kind("identity", "review", "steward", "自治体を特定できない"),
    "municipality_mismatch": Kind("identity", "block", "steward", "文書の自治体が登録と違う"),
    "status_missing": Kind("identity", "info", "steward", "案か成案かの記載がない"),
    # announced but absent
    "figure_missing": Kind("absent", "review", "staff", "図が見当たらない"),
    "table_body_missing": Kind("absent", "review", "staff", "表の中身が見当たらない"),
    "section_body_missing": Kind("absent", "review", "staff", "見出しの後に本文がない"),
    "detail_missing": Kind("absent", "review", "staff", "詳細の記載がない"),
    "children_missing": Kind("absent", "review", "staff", "下位の項目がない"),
    "label_missing": Kind("absent", "review", "staff", "番号や見出しが欠けている"),
    # merged cells
    "merged_label_late": Kind("merged cells", "review", "staff", "結合セルの見出しが後の行にある"),
    "merged_cell_text_repeated": Kind("merged cells", "review", "staff", "結合セルの文字が繰り返されている"),
    "merged_span_lost": Kind("merged cells", "review", "staff", "結合セルの範囲が失われている"),
    "label_and_text_in_one_cell": Kind("merged cells", "info", "staff", "見出しと説明が一つのセルにある"),
    # column geometry
    "column_shift": Kind("columns", "review", "staff", "行の列がずれている"),
    "header_column_mismatch": Kind("columns", "review", "staff", "見出し行と列の数が合わない"),
    "cell_duplicated": Kind("columns", "review", "staff", "隣り合うセルが同じ文字である"),
    "level_without_marker": Kind("columns", "info", "staff", "番号や記号のない階層がある"),
    "level_names_missing": Kind("columns", "info", "staff", "階層の名前が印刷されていない"),
    # row content
    "stale_row_content": Kind("rows", "block", "staff", "前計画の行が混入している可能性"),
    "row_spill": Kind("rows", "review", "staff", "行の内容が隣の行にはみ出している"),
    "item_alignment_lost": Kind("rows", "review", "staff", "二つの欄の項目の対応が分からない"),
    "parent_child_mismatch": Kind("rows", "block", "staff", "上位項目と下位項目の内容が合わない"),
    "duplicate_siblings": Kind("rows", "review", "staff", "同じ項目が重複している"),
    # numbering
    "numbering_restart_without_parent": Kind(
        "numbering", "review", "staff", "上位項目の見出しがないまま番号が1から始まっている"
    ),
    "numbering_out_of_sequence": Kind("numbering", "review", "staff", "番号が続いていない"),
    "level_skipped": Kind("numbering", "info", "staff", "階層が飛んでいる"),
    "marker_mismatch": Kind("numbering", "review", "staff", "記号がそろっていない"),
    "marker_reused": Kind("numbering", "review", "staff", "同じ記号が別の意味で使われている"),
    "section_repeated": Kind("numbering", "info", "staff", "同じ節が繰り返されている"),
    # headings
    "heading_broken": Kind("headings", "review", "staff", "見出しが複数の行に分かれている"),
    "heading_repeated": Kind("headings", "info", "staff", "同じ見出しが繰り返されている"),
    "heading_gap": Kind("headings", "info", "staff", "見出しと本文の間が空いている"),
    "heading_level_inconsistent": Kind("headings", "info", "staff", "見出しの深さがそろっていない"),
    "heading_marks_missing": Kind("headings", "info", "staff", "見出しの印が欠けている"),
    "marker_glued": Kind("headings", "info", "staff", "記号と名称がつながっている"),
    "marker_spacing": Kind("headings", "info", "staff", "記号の前後の空白がそろっていない"),
    "marker_continuation": Kind("headings", "info", "staff", "最初の項目だけに階層名が付いている"),
    "subtitle_split": Kind("headings", "info", "staff", "副題が名称とつながっている"),
    # items in a cell
    "items_inline": Kind("items", "info", "staff", "一つのセルに複数の項目がある"),
    "delimiter_ambiguous": Kind("items", "info", "staff", "区切り記号が語の中でも使われている"),
    "unbalanced_delimiter": Kind("items", "review", "staff", "括弧や引用符が閉じていない"),
    "inline_enumeration": Kind("items", "info", "staff", "文の中に番号付きの列挙がある"),
    "examples_only": Kind("items", "info", "staff", "例示であり全てではない"),
    # prose around the structure
    "paragraph_split": Kind("prose", "info", "staff", "段落が途中で分かれている"),
    "description_multi_topic": Kind("prose", "info", "staff", "説明が複数の主題にわたる"),
    "description_split_by_blank": Kind("prose", "info", "staff", "説明が空行で分かれている"),
    "glossary_interleaved": Kind("prose", "info", "staff", "用語の説明が本文に挟まっている"),
    "statement_unlabelled": Kind("prose", "review", "staff", "標語に見出しがない"),
    "statement_of_other_plan": Kind("prose", "review", "staff", "他の計画の理念や将来像である"),
    "term_mark_missing": Kind("prose", "info", "staff", "用語の印がない"),
    "reading_order": Kind("prose", "review", "staff", "読む順序が失われている"),
    # dates
    "era_overflow": Kind("dates", "review", "steward", "存在しない元号年が使われている"),
    "era_label_partial": Kind("dates", "info", "steward", "元号が省略されている"),
    "interval_irregular": Kind("dates", "review", "staff", "間隔が一定でない"),
    # wording
    "typo_suspected": Kind("wording", "review", "staff", "誤字の疑いがある"),
    "ocr_suspected": Kind("wording", "review", "staff", "読み取り誤りの疑いがある"),
    "dash_as_long_vowel": Kind("wording", "review", "staff", "長音と横線が取り違えられている"),
    "width_variant": Kind("wording", "info", "staff", "全角と半角が混ざっている"),
    "whitespace_artifact": Kind("wording", "info", "staff", "不要な空白がある"),
    "html_residue": Kind("wording", "info", "steward", "HTMLの印が残っている"),
    "punctuation_mixed": Kind("wording", "info", "staff", "句読点が混ざっている"),
    "sentence_unterminated": Kind("wording", "info", "staff", "文が句点で終わっていない"),
    "name_variant": Kind("wording", "info", "staff", "名称の表記が揺れている"),
    "provisional_name": Kind("wording", "info", "staff", "仮称が使われている"),
    # cross-checks
    "title_mismatch": Kind("cross-checks", "review", "staff", "一覧と詳細で名称が違う"),
    "internal_contradiction": Kind("cross-checks", "review", "staff", "記載が互いに矛盾している"),
    "declared_count_mismatch": Kind("cross-checks", "review", "staff", "記載された数と実際の数が違う"),
    "link_not_printed": Kind("cross-checks", "info", "staff", "対応関係が印刷されていない"),
    "near_duplicate_parent_child": Kind("cross-checks", "info", "staff", "上位項目と下位項目の名称がほぼ同じである"),
    # reading the page
    "edge_ambiguous": Kind("layout", "review", "staff", "図のつながりが定まらない"),
    "parent_ambiguous": Kind("layout", "review", "staff", "どの項目の下に入るか定まらない"),
    "vertical_order_uncertain": Kind("layout", "review", "staff", "縦書きの読み順が定まらない"),
    "ocr_read": Kind("layout", "review", "staff", "画像から文字認識で読み取った"),
    "text_unaccounted": Kind("layout", "review", "staff", "読み取りに使わなかった文字がある"),
    "struck_text": Kind("layout", "review", "staff", "取り消し線のある文字がある"),
    "glyph_lost": Kind("layout", "review", "staff", "読み取れない文字（外字）がある"),
    "reading_contested": Kind("layout", "review", "staff", "別の読み方がある"),
    "page_unreadable": Kind("layout", "review", "steward", "読み取れないページがある"),
    "encoding_guessed": Kind("layout", "info", "steward", "文字コードを推定した"),
    # edition against edition
    "level_not_printed": Kind("editions", "review", "staff", "前計画にある階層が印刷されていない"),
    # what people decided, against what is read now
    "correction_reopened": Kind("corrections", "block", "staff", "訂正した箇所の原文が変わった"),
    "correction_conflicting": Kind("corrections", "block", "staff", "訂正が互いに食い違う"),
    "correction_invalid": Kind("corrections", "block", "steward", "訂正のファイルに読めない行がある"),
    "correction_orphaned": Kind("corrections", "review", "staff", "訂正した箇所が見つからない"),
    "pairing_unsettled": Kind("corrections", "review", "staff", "版の対応を確かめ直す"),
    "correction_drifted": Kind("corrections", "info", "staff", "訂正した箇所の原文が少し変わった"),
    # documents at their publisher's; not part of a release
    "source_vanished": Kind("sources", "review", "steward", "文書が公開元からなくなった"),
    "source_unreachable": Kind("sources", "review", "steward", "文書を取りに行けない"),
    "source_refused": Kind("sources", "review", "steward", "取得先の応答を受け入れられない"),
    "source_type_changed": Kind("sources", "review", "steward", "公開元の文書が別の形式に変わった"),
    "source_unreadable": Kind("sources", "review", "steward", "取得した文書を読み取れない"),
    "source_shrunk": Kind("sources", "review", "steward", "新しい文書で項目が大きく減った"),
    "source_other_edition": Kind("sources", "review", "steward", "公開元の文書が別の版に変わった"),
    "source_found": Kind("sources", "info", "steward", "リンク集に新しい文書がある"),
    # what the checks on the way to publication find
    "reading_uncertain": Kind("publication", "info", "staff", "読み仮名が定まらない"),
    "value_invalid": Kind("publication", "block", "steward", "公開できない値がある"),
    "layout_drifted": Kind("publication", "review", "steward", "文書の形が登録時と変わった"),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One exception: what, where, what it touches, and what the machine would propose."""

    kind: str
    """A key of KINDS."""
    message: str
    """One plain Japanese sentence for staff: what was seen, and what to decide."""
    evidence: Evidence
    refs: tuple[str, ...] = ()
    """Refs of the cells, lines or boxes it touches; a node is touched where its own ref is one of them or begins with
    one of them and "#"."""
    proposal: str | None = None
    field: str | None = None
    """The published column it is about, where it is only one."""
    structure: int | None = None
    """Index of the hierarchy it belongs to, None where it belongs to the document."""
    nodes: tuple[str, ...] = ()
    """Ids of the touched nodes; filled in when the tree is numbered."""

    @property
    def severity(self) -> Severity:
        """As the table of kinds says."""
        return KINDS[self.kind].severity


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a step returns: its value, and what a person should know about it."""

    value: T
    issues: tuple[Issue, ...] = ()
