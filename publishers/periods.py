"""Printed years → fiscal years that they can mean (和暦と西暦). Pure."""

from __future__ import annotations

import re
import unicodedata

_ERA = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "m": 1868, "t": 1912, "s": 1926}
_ERA |= {"h": 1989, "r": 2019}
_YEAR = re.compile(
    r"(明治|大正|昭和|平成|令和|[mtshr](?=[0-9元]))?\s*(元|[0-9]{1,4})\s*(?=[()（）0-9]*\s*年|[.~〜\-]|$)"
)


def printed_years(text: str) -> set[int]:
    """Every fiscal year that a printed period can mean; a bare number takes the era before it."""
    years: set[int] = set()
    era: int | None = None
    for found in _YEAR.finditer(unicodedata.normalize("NFKC", text).lower()):
        name, number = found.groups()
        value = 1 if number == "元" else int(number)
        if name:
            era = _ERA[name]
        if value >= 1868:
            years.add(value)
        elif era is not None:
            years.add(era + value - 1)
    return years


def may_mean(label: str, year: int) -> bool:
    """Whether a label over one year of a calendar can mean a fiscal year; a bare number may be of any era."""
    plain = unicodedata.normalize("NFKC", label).replace("元", "1")
    numbers = [int(number) for number in re.findall("[0-9]+", plain)]
    if not numbers:
        return True
    years = printed_years(plain)
    if years:
        return year in years
    eras = [start for name, start in _ERA.items() if name in plain.lower()] or [0, *_ERA.values()]
    return any(year in (number, 2000 + number, start + number - 1) for number in numbers for start in eras)
