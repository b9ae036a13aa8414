"""Brackets and their partners. Pure."""

from __future__ import annotations

import re

PAIRS = {"（": "）", "(": "）", "「": "」", "『": "』", "【": "】", "〔": "〕", "《": "》", "〈": "〉", "“": "”"}
"""What opens, and what closes it."""
CLOSERS = {"）": "）", ")": "）", **{close: close for close in "」』】〕》〉”"}}
"""What closes, in the form of PAIRS."""
_ENUMERATION = re.compile(r"(?:(?<![0-9０-９])[0-9０-９]{1,2}|(?<![a-zA-Zａ-ｚァ-ヶー])[a-zａ-ｚア-ン①-⑳])[)）]$")


def first_unbalanced(text: str) -> int | None:
    """Where the first bracket without its partner stands; 1) and ア） of enumerations are none."""
    stack: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in PAIRS:
            stack.append((PAIRS[sign], at))
        elif sign in CLOSERS:
            if not stack and _ENUMERATION.search(text, 0, at + 1):
                continue
            if not stack or stack[-1][0] != CLOSERS[sign]:
                return at
            stack.pop()
    return stack[0][1] if stack else None
