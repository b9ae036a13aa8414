"""Characters that draw lines are the lines they draw."""

from __future__ import annotations

from extractors.drawn_characters import box_arms, joined_rules, typed_arms, with_drawn_lines
from schemas.document import BBox, Glyph, Page, Rule


def page(*rows: str) -> Page:
    """Full-width characters of 10 points, 14 points from row to row."""
    glyphs = tuple(
        Glyph(sign, BBox(40.0 + 10 * at, 40.0 + 14 * row, 50.0 + 10 * at, 50.0 + 14 * row), 10.0)
        for row, line in enumerate(rows)
        for at, sign in enumerate(line)
        if sign != "　"
    )
    return Page(1, 400.0, 400.0, glyphs, (), (), ())


def test_arms_are_what_the_name_of_the_character_says() -> None:
    assert box_arms("┌") == {"RIGHT", "DOWN"}
    assert box_arms("┿") == {"LEFT", "RIGHT", "UP", "DOWN"}
    assert box_arms("╲") == box_arms("一") == box_arms("ー") == frozenset()


def test_a_drawn_table_has_the_rules_of_a_table() -> None:
    drawn = with_drawn_lines(page("┌──┬──┐", "│道路│舗装│", "├──┼──┤", "│公園│植樹│", "└──┴──┘"))
    assert "".join(glyph.text for glyph in drawn.glyphs) == "道路舗装公園植樹"
    across = [rule for rule in drawn.rules if rule.top == rule.bottom]
    upright = [rule for rule in drawn.rules if rule.x0 == rule.x1]
    assert (len(across), len(upright)) == (3, 3)
    assert all(abs(rule.x0 - 45) < 1 and abs(rule.x1 - 105) < 1 for rule in across)
    assert all(abs(rule.top - 45) < 1 and abs(rule.bottom - 101) < 1 for rule in upright)


def test_a_page_without_them_stays_as_it_is() -> None:
    plain = page("道路の整備", "公園の整備")
    assert with_drawn_lines(plain) is plain


def test_typed_corners_draw_only_where_lines_meet_them() -> None:
    grid = ["+--+--+", "|a |b |", "+--+--+", "a + b | c - d"]
    rows = [dict(enumerate(line)) for line in grid]
    arms = typed_arms(rows)
    assert arms[0, 0] == {"RIGHT", "DOWN"}
    assert arms[1, 3] == {"UP", "DOWN"}
    assert not [spot for spot in arms if spot[0] == 3]


def test_arms_that_meet_are_one_line() -> None:
    spots = [(0.0, 0.0, 10.0, 10.0, frozenset({"RIGHT"})), (10.0, 0.0, 20.0, 10.0, frozenset({"LEFT", "RIGHT"}))]
    assert joined_rules(spots) == (Rule(5.0, 5.0, 20.0, 5.0),)
