"""Words with spaces that line breaks or letter spacing left behind → words without them. Pure, no IO."""

from __future__ import annotations

import re

_JAPANESE = "ぁ-んァ-ヶー一-龥々、。・「」『』（）()"
_BROKEN = re.compile(rf"(?<=[{_JAPANESE}])[ \n]+(?=[{_JAPANESE}])")


def closed_up(text: str) -> str:
    """Japanese words without the half-width spaces that line breaks left between them."""
    return _BROKEN.sub("", text)
