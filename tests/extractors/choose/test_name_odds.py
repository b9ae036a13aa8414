"""Names of entries are told from pieces of sentences, figures and headings that nobody wrote down beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.choose.name_odds import MOST, features, name_odds


@pytest.mark.parametrize(
    "name", ["農道の舗装の推進", "ひとり親家庭への支援", "誰もが安心して暮らせるまちづくり", "湧水の保全"]
)
def test_names_of_policies_are_likely(name: str) -> None:
    assert name_odds(name) > 0


@pytest.mark.parametrize(
    "name", ["が求められており、", "令和5年度実績値", "1,234千円", "図のとおりとします。", "産業振興課"]
)
def test_other_words_are_not(name: str) -> None:
    assert name_odds(name) < 0


def test_width_and_space_make_no_difference() -> None:
    assert name_odds("ＤＸの 推進") == name_odds("DXの推進")


@given(st.text(max_size=80))
def test_any_text_has_odds_and_each_feature_once(name: str) -> None:
    assert -MOST <= name_odds(name) <= MOST
    assert len(set(features(name))) == len(features(name))
