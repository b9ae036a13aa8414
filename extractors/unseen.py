"""Characters that show nothing, or turn what follows around: with them a word says something else than it shows. Constants."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""Without the variation selectors, which belong to the forms of kanji."""
