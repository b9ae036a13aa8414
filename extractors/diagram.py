"""Page → the diagram (体系図) on it: boxes, who is whose parent, headers over the columns, heading. Pure.

Nothing is returned for a page whose boxes are the cells of a table, or that holds no more than a few boxes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.diagram_boxes import FEWEST, Shape, Shapes, find_shapes
from extractors.diagram_brackets import without_touches
from extractors.diagram_doubts import find_doubts
from extractors.diagram_edges import alike, follow_links, same_column
from extractors.diagram_glyphs import holds
from extractors.diagram_heads import HIERARCHY, find_heads, find_title
from extractors.diagram_lines import trace
from extractors.diagram_lists import TextList, text_lists
from extractors.diagram_loose import loose_texts, own_columns, reach_lines
from extractors.diagram_mirror import direction, turned_back, turned_over
from extractors.diagram_pads import follow_pads
from extractors.diagram_panels import Panel, in_rooms, place_panels
from extractors.diagram_parents import Tree
from extractors.diagram_places import are_levels, columns_of, place_beneath, place_beside, runs_down
from extractors.numbering import read_marker
from schemas.document import BBox, Line, Page
from schemas.issue import Result
from schemas.structure import Diagram, DiagramBox, Edge, Evidence

FEWEST_UNJOINED = 6
"""Boxes without lines that can still be read as a diagram."""
TILED = 0.5
"""Share of the boxes that touch a neighbour to the side above which they are the cells of a table."""
BANNER = 0.7
"""Share of the whole width above which a box without lines is a banner, not an entry."""
BANNERS = 4
"""Wide boxes of one look, from which on they are a level."""
UNBOXED = 0.5
"""Lines of text between the boxes, as a share of these, above which they are shaded cells of a table."""
_OTHER_FIGURE = re.compile(
    r"組織図|体制図|推進体制|策定体制|フロー|PDCA|ＰＤＣＡ|スケジュール|位置(?:付|づ)け|計画の期間|計画期間$"
)
_OTHER_TEXT = re.compile(
    r"(?:会議?|協議会|委員会|審議会|本部|市長|町長|村長|議会|市民|町民|村民|住民|事業者|団体|各課|関係課|関係機関|大学|企業|"
    r"計画(?:[（(].*[)）])?|条例|法律?|大綱|指針)(?:等|など|ほか)?$|^[0-9０-９,.，．%％年月日～〜]+$"
)
"""How the texts of charts of bodies, of related plans and of figures end."""
SENTENCES = 0.3
"""Share of boxes with sentences above which they are the paragraphs of a chapter, each under its title."""
OTHERS = 0.4
"""Share of such texts above which it is another kind of figure."""


def see(page: Page) -> Result[tuple[Diagram, ...]]:
    """The diagram of a page, if it holds one."""
    found = find_shapes(page)
    if len(found.shapes) < FEWEST or _tiled(found.shapes):
        return Result(())
    way = direction(page, found)
    if way == "right":
        return _see(page, found)
    return turned_back(_see(*turned_over(page, found)), page.width, way == "left")


def _see(page: Page, found: Shapes) -> Result[tuple[Diagram, ...]]:
    """The same, from left to right or from the top down."""
    shapes = list(found.shapes)
    tree, drawn = _follow(page, found, shapes)
    texts, loose = loose_texts(found, {*tree.parents, *tree.parents.values()}, drawn)
    if texts:
        shapes += reach_lines(texts, found.shapes, page.rules)
        tree, _ = _follow(page, found, shapes, text_lists(shapes[len(found.shapes) :], page.rules))
    return _finish(page, found, shapes, loose, tree)


def _follow(
    page: Page, found: Shapes, shapes: Sequence[Shape], lists: Sequence[TextList] = ()
) -> tuple[Tree, list[BBox]]:
    """All that the drawn lines say, and where these lines run; `lists` are of the texts after the shapes found."""
    members, outlines, pads = _empty_shapes(found, shapes)
    members += [tuple(len(found.shapes) + i for i in one.members) for one in lists]
    outlines += [one.outline for one in lists]
    frames = {i for i, shape in enumerate(shapes) if shape.frame} | set(range(len(shapes), len(shapes) + len(outlines)))
    traced = trace(page.rules, [shape.bbox for shape in shapes] + outlines, frozenset(frames))
    traced = without_touches(shapes, traced)
    tree = follow_links(shapes, traced, {len(shapes) + i: inside for i, inside in enumerate(members)})
    follow_pads(shapes, pads, tree)
    for one in lists:
        _as_one(tuple(len(found.shapes) + i for i in one.members), tree)
    joined = {*tree.parents, *tree.parents.values()}
    rows = [shapes[i].bbox for i in joined]
    return tree, [
        link.bounds
        for link in traced.links
        if any(touch.box in joined for touch in link.touches)
        or (
            link.bounds.bottom - link.bounds.top >= link.bounds.x1 - link.bounds.x0
            and any(link.bounds.top <= (row.top + row.bottom) / 2 <= link.bounds.bottom for row in rows)
        )
    ]


def _as_one(members: Sequence[int], tree: Tree) -> None:
    """What one of a list hangs on, all of it does."""
    parents = {tree.parents[i] for i in members if i in tree.parents}
    if len(parents) == 1:
        for i in members:
            tree.add(next(iter(parents)), i)


def _finish(
    page: Page, found: Shapes, shapes: list[Shape], loose: list[Line], tree: Tree
) -> Result[tuple[Diagram, ...]]:
    """Headers, boxes without lines, heading: all that does not follow from lines.

    Args:
        page: as read.
        found: what is on it.
        shapes: the boxes found, and after them texts without a box.
        loose: all lines outside boxes.
        tree: as drawn.
    """
    boxed = len(found.shapes)
    joined = {*tree.parents, *tree.parents.values()}
    heads, names = find_heads(shapes, boxed, loose, joined)
    listed = {i for i, shape in enumerate(shapes) if i >= boxed and read_marker(shape.text).marker is not None}
    framed_boxes = [shape.bbox for i, shape in enumerate(shapes[:boxed]) if i not in heads]
    without = own_columns([shape.bbox for shape in shapes[boxed:]], framed_boxes)
    listed |= {boxed + i for i in without}
    chosen = [i for i in range(len(shapes)) if i not in heads and (i < boxed or i in joined or i in listed)]
    panels, framed, _ = _empty_shapes(found, shapes)
    chosen = _among(page, shapes, chosen, framed, tree, {boxed + i for i in without})
    fewest = FEWEST if any(shapes[i].frame for i in chosen) or panels else FEWEST_UNJOINED
    if len(joined) < FEWEST and (len(chosen) < fewest or not _mostly_boxed(page, shapes, chosen)):
        return Result(())
    own = [Panel(*panel) for panel in zip(framed, panels, strict=True) if not heads.intersection(panel[1])]
    rooms = place_panels(shapes, own, tree)
    _place_rest(in_rooms(shapes, rooms), chosen, joined, bool(names), tree)
    kept = _kept(shapes, chosen, tree)
    if len(kept) < FEWEST or not _branches(tree) or _shaded_table(page, shapes, kept, loose, tree):
        return Result(())
    title = find_title(loose, [shapes[i] for i in (*kept, *heads)], names)
    titled = title is not None and bool(HIERARCHY.search(title.text))
    if title is not None and _OTHER_FIGURE.search(title.text) and not titled:
        return Result(())
    if sum("。" in shapes[i].text for i in kept) > SENTENCES * len(kept):
        return Result(())
    strange = sum(bool(_OTHER_TEXT.search(re.sub(r"\s", "", shapes[i].text))) for i in kept)
    if strange > OTHERS * len(kept) and not (titled and names):
        return Result(())
    apart = [i for i in range(len(shapes)) if i not in kept and i not in heads and i not in tree.parents]
    return _diagram(
        page, shapes, kept, _within(shapes, apart, _around([shapes[i].bbox for i in kept])), names, title, tree
    )


def _around(boxes: Sequence[BBox]) -> BBox:
    return BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _within(shapes: Sequence[Shape], some: Sequence[int], whole: BBox) -> list[int]:
    """Those of some boxes whose middle stands in a region."""
    return [
        i
        for i in some
        if whole.x0 <= (shapes[i].bbox.x0 + shapes[i].bbox.x1) / 2 <= whole.x1
        and whole.top <= (shapes[i].bbox.top + shapes[i].bbox.bottom) / 2 <= whole.bottom
    ]


def _among(
    page: Page, shapes: Sequence[Shape], chosen: list[int], framed: Sequence[BBox], tree: Tree, own: set[int]
) -> list[int]:
    """The boxes that can belong to the diagram: not a banner over it or a legend under it.

    Args:
        page: as read.
        shapes: all boxes.
        chosen: those in question.
        framed: frames without text.
        tree: as drawn.
        own: texts that are a level of their own without frames.
    """
    joined = {*tree.parents, *tree.parents.values()}
    if len(joined) >= FEWEST:
        region = _around([shapes[i].bbox for i in joined])._replace(x1=page.width)
        if not _runs_across(shapes, tree):
            region = region._replace(bottom=page.height)
        inside = set(_within(shapes, chosen, region))
        return [
            i
            for i in chosen
            if i in joined or i in inside or i in own or any(same_column(shapes[i], shapes[j]) for j in joined)
        ]
    whole = _around([shapes[i].bbox for i in chosen]) if chosen else BBox(0.0, 0.0, 0.0, 0.0)
    wide = BANNER * (whole.x1 - whole.x0)
    frames = [*framed, *(shapes[i].bbox for i in chosen if shapes[i].frame)]
    return [
        i
        for i in chosen
        if shapes[i].bbox.x1 - shapes[i].bbox.x0 < wide
        or any(holds(frame, shapes[i].bbox) for frame in frames)
        or sum(same_column(shapes[i], shapes[j]) for j in chosen) >= BANNERS
    ]


def _kept(shapes: Sequence[Shape], chosen: Sequence[int], tree: Tree) -> list[int]:
    """The boxes with a parent or children, and those that look like the uppermost ones and have none."""
    kept = {*tree.parents, *tree.parents.values()}
    roots = [i for i in kept if i not in tree.parents]
    alone = {i for i in chosen if i not in kept and any(alike(shapes[i], shapes[root]) for root in roots)}
    return sorted(kept | alone)


def _place_rest(shapes: list[Shape], chosen: list[int], joined: set[int], named: bool, tree: Tree) -> None:
    """Parents by place for all boxes that no line leads to; boxes like each other in a grid are siblings."""
    top = [i for i in chosen if not any(j != i and holds(shapes[j].bbox, shapes[i].bbox) for j in chosen)]
    level = _runs_across(shapes, tree) if joined else named or not runs_down(shapes, top)
    if level:
        columns = columns_of(shapes, top)
        if joined or named or are_levels(shapes, columns):
            place_beside(shapes, columns, tree)
    else:
        place_beneath(shapes, top, tree)


def _runs_across(shapes: Sequence[Shape], tree: Tree) -> bool:
    """Whether children stand to the right of their parents, not below them."""
    across = sum(shapes[child].bbox.x0 >= shapes[parent].bbox.x1 - 2.0 for child, parent in tree.parents.items())
    return across * 2 >= len(tree.parents)


def _branches(tree: Tree) -> bool:
    """A hierarchy has somewhere more than one child, or several roots; a mere chain of steps does not."""
    parents = list(tree.parents.values())
    roots = set(parents) - set(tree.parents)
    return len(parents) > len(set(parents)) or len(roots) > 1


def _shaded_table(page: Page, shapes: Sequence[Shape], kept: Sequence[int], loose: Sequence[Line], tree: Tree) -> bool:
    """Whether the boxes are but the coloured cells of a table, most text of which stands between them."""
    boxes = [shapes[i].bbox for i in kept]
    whole = _around(boxes)
    between = sum(
        line.bbox is not None and holds(whole, line.bbox) and not any(holds(box, line.bbox) for box in boxes)
        for line in loose
    )
    between += sum(shape.text.count("\n") for shape in shapes if shape.frame)
    led_to = set(tree.parents) - tree.guessed
    ruled_off = sum(not shapes[i].drawn and i not in led_to and _ruled_off(page, shapes[i].bbox) for i in kept)
    return between + ruled_off > max(3.0, UNBOXED * len(kept))


def _ruled_off(page: Page, text: BBox) -> bool:
    """Whether a rule runs along above or below a text, as in a table."""
    near = 1.5 * (text.bottom - text.top)
    return any(
        abs(r.top - r.bottom) < 1.0
        and min(r.x0, r.x1) <= text.x0
        and max(r.x0, r.x1) >= text.x1
        and text.top - near <= r.top <= text.bottom + near
        for r in page.rules
    )


def _tiled(shapes: Sequence[Shape]) -> bool:
    """Whether boxes share their sides, as the cells of a table do."""

    def touches(a: BBox, b: BBox) -> bool:
        beside = min(a.bottom, b.bottom) - max(a.top, b.top) > 0.7 * min(a.bottom - a.top, b.bottom - b.top)
        return beside and min(abs(a.x1 - b.x0), abs(b.x1 - a.x0)) <= 2.0

    boxes = [shape.bbox for shape in shapes if not shape.frame]
    touching = sum(any(a is not b and touches(a, b) for b in boxes) for a in boxes)
    return touching > TILED * len(boxes)


def _empty_shapes(found: Shapes, shapes: Sequence[Shape]) -> tuple[list[tuple[int, ...]], list[BBox], list[BBox]]:
    """Shapes without text: frames with what they hold, and what may be block arrows."""
    members: list[tuple[int, ...]] = []
    outlines: list[BBox] = []
    pads: list[BBox] = []
    for box in found.empty:
        inside = tuple(i for i, shape in enumerate(shapes) if holds(box.bbox, shape.bbox))
        if inside:
            members.append(inside)
            outlines.append(box.bbox)
        else:
            pads.append(box.bbox)
    return members, outlines, pads


def _mostly_boxed(page: Page, shapes: Sequence[Shape], chosen: Sequence[int]) -> bool:
    """Whether most of the page's text stands in boxes; beside prose, boxes are ornaments."""
    boxed = sum(len(re.sub(r"\s", "", shapes[i].text)) for i in chosen)
    return boxed >= 0.6 * sum(not glyph.text.isspace() for glyph in page.glyphs)


def _diagram(
    page: Page,
    shapes: Sequence[Shape],
    kept: Sequence[int],
    apart: Sequence[int],
    names: tuple[str, ...],
    title: Evidence | None,
    tree: Tree,
) -> Result[tuple[Diagram, ...]]:
    refs = {i: f"p{page.number}b{at}" for at, i in enumerate(kept, start=1)}
    boxes = tuple(
        DiagramBox(refs[i], shapes[i].text, Evidence(shapes[i].text, page.number, bbox=shapes[i].bbox)) for i in kept
    )
    edges = tuple(Edge(refs[p], refs[c], c not in tree.guessed) for c, p in sorted(tree.parents.items()))
    return Result((Diagram(boxes, edges, names, title),), find_doubts(page.number, shapes, refs, apart, tree))
