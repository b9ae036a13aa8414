"""Options that tell where the hierarchy is."""

import click
import pytest

from flows.hints import hints_of
from schemas.document import BBox


def test_pages_and_spans_of_pages() -> None:
    assert hints_of("3,5-7", None, None).pages == (3, 5, 6, 7)


def test_a_frame_has_its_corners_in_any_order() -> None:
    assert hints_of(None, "2:540,700,50,80", "table").region == (2, BBox(50, 80, 540, 700))


@pytest.mark.parametrize("pages", ["0", "7-5", "a", "1-99999", "3,"])
def test_pages_written_otherwise_are_a_wrong_usage(pages: str) -> None:
    with pytest.raises(click.UsageError, match="3,5-7"):
        hints_of(pages, None, None)


@pytest.mark.parametrize("region", ["2", "2:1,2,3", "x:1,2,3,4"])
def test_a_frame_written_otherwise_is_a_wrong_usage(region: str) -> None:
    with pytest.raises(click.UsageError, match="--region"):
        hints_of(None, region, None)
