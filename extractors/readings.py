"""Readings (読み): the kana and romaji of a title, or why they are not certain.

In: a title as printed. Out: a Reading; kana in full-width katakana (名称_カナ), romaji in Hepburn with macrons. Two
dictionaries read each word; where they differ and no line of data/reading_overrides.csv decides, the reading is not
certain. Numbers and abbreviations are read by rule, municipalities by the code list alone. Files and dictionaries are read
when first needed, nothing on import.

In kana the particles は へ を stay ハ ヘ ヲ, in romaji they are wa, e, o. Quotation marks are left out, ・ 、 。 （ ） stay, every
other sign becomes a space. In romaji Latin words stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.municipalities import Mention, Municipality, by_code, by_name, find_municipalities, kana_of, name_in
from extractors.readings_latin import find_latin
from extractors.readings_normalise import HAN, KANA, normalise
from extractors.readings_numbers import find_numbers, is_plain_before
from extractors.readings_overrides import listed, signs
from extractors.readings_romaji import to_romaji, with_borders
from extractors.readings_vote import Piece, fixed, read_words

TITLE_LIMIT = 300  # characters; a longer text is no title, and its reading serves nobody

_MARKS = {
    "・": ("・", ","),
    "、": ("、", ","),
    ",": ("、", ","),
    "。": ("。", "."),
    "(": ("（", " ("),
    ")": ("）", ")"),
}
_DROPPED = frozenset("「」『』“”‘’\"'〝〟《》〈〉【】[]〔〕")
_WORDS = re.compile(f"[{HAN}{KANA}]+")
_UNREAD = re.compile(f"[{HAN}]")
_DIGITS_SPELLED = 4  # digits; from there on a bare number may be a slogan read digit by digit: 8020
_MINUS = re.compile(r"(?:^|[\s　(、・,])[-−]$")
"""A minus sign right before a number: not the hyphen of 1-1, nor a dash with a space after it."""
_SAID = "〇○◯×✕"
"""Signs that are read in more than one way, or not at all, where the list of readings does not say how."""
_NUMBER_DOUBT = "数の読み方が定まりません。"
_SUFFIX_KANA = {
    "市": ("シ",),
    "町": ("チョウ", "マチ"),
    "村": ("ムラ", "ソン"),
    "区": ("ク",),
    "都": ("ト",),
    "府": ("フ",),
    "県": ("ケン",),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a title is read aloud."""

    kana: str
    """Full-width katakana; "" where none can be given."""
    romaji: str
    certain: bool
    """False: to be confirmed by staff (要確認)."""
    why: str = ""
    """What is uncertain, in Japanese; "" where nothing is."""


@lru_cache(maxsize=4096)
def read_aloud(text: str, municipality_code: str | None = None) -> Reading:
    """How a title is read; the code of the plan's municipality settles a name that others bear too."""
    normalised = normalise(text)
    if len(normalised) > TITLE_LIMIT:
        return Reading("", "", certain=False, why="題名としては長すぎるため、読み仮名を付けていません。")
    owner = by_code(municipality_code) if municipality_code else None
    pieces = tuple(_settled(tuple(_pieces(normalised, owner))))
    why = "".join(dict.fromkeys(piece.doubt for piece in pieces))
    if any(_UNREAD.search(piece.surface) and not piece.kana for piece in pieces):
        return Reading("", "", certain=False, why=why)
    return Reading(_kana_line(pieces), _romaji_line(pieces), certain=not why, why=why)


def _pieces(text: str, owner: Municipality | None) -> Iterator[Piece]:
    position = 0
    for start, piece in _known(text, owner):
        if start >= position:
            yield from _plain(text[position:start], after=position > 0)
            yield piece
            position = start + len(piece.surface)
    yield from _plain(text[position:], after=position > 0)


def _settled(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """A number before a word that changes neither's sound is certain after all: 20業務."""
    for piece, following in zip(pieces, [*pieces, None][1:], strict=True):
        if piece.doubt == _NUMBER_DOUBT and following and len(following.surface) > 1 and not following.doubt:
            plain = len(piece.surface) < _DIGITS_SPELLED and is_plain_before(piece.kana, following.kana)
            yield piece._replace(doubt="") if plain else piece
        else:
            yield piece


def _known(text: str, owner: Municipality | None) -> list[tuple[int, Piece]]:
    """What is read by rule or list, by place, the longest first; later ones may overlap earlier ones."""
    found = [(match.start(), _sign(match.group())) for match in signs().finditer(text)]
    for number in find_numbers(text):
        surface = text[number.start : number.end]
        if _MINUS.search(text, 0, number.start):
            found.append((number.start - 1, Piece(text[number.start - 1], "マイナス", "mainasu")))
        found.append((number.start, fixed(surface, number.kana, "" if number.certain else _NUMBER_DOUBT)))
    for latin in find_latin(text):
        doubt = "" if latin.kana else f"「{latin.text}」の読みが定まりません。"
        found.append((latin.start, Piece(latin.text, latin.kana or latin.text, latin.text, doubt)))
    found += _places(text, owner)
    return sorted(found, key=lambda entry: (entry[0], -len(entry[1].surface)))


def _sign(surface: str) -> Piece:
    piece = fixed(surface, listed("word")[surface])
    return piece._replace(romaji=surface) if re.search("[A-Za-z]", surface) and surface.isascii() else piece


def _places(text: str, owner: Municipality | None) -> Iterator[tuple[int, Piece]]:
    for mention in find_municipalities(text):
        kana, doubt = _place_kana(mention, owner)
        if text[mention.end : mention.end + 1] == "民":  # 立川市民: the suffix belongs to 市民
            stem = _without_suffix(mention.name, kana)[0]
            yield mention.start, Piece(mention.name[:-1], stem, place_romaji(mention.name[:-1], stem), doubt)
        else:
            yield mention.start, Piece(mention.name, kana, place_romaji(mention.name, kana), doubt)
    name = name_in(text)
    if name and not by_name(name):
        kana = "".join(piece.kana for piece in read_words(name)) if _WORDS.fullmatch(name) else ""
        doubt = f"「{name}」は全国地方公共団体コードの一覧にありません。"
        yield text.index(name), Piece(name, kana, place_romaji(name, kana), doubt)


def place_romaji(name: str, kana: str) -> str:
    """Romaji of a municipality: 多摩市 Tama-shi, 札幌市中央区 Sapporo-shi Chūō-ku, 北海道 Hokkaidō."""
    city, mark, ward = name.partition("市")
    if mark and city and ward.endswith("区") and (whole := kana_of(city + mark)):
        return f"{place_romaji(city + mark, whole)} {place_romaji(ward, kana.removeprefix(whole))}"
    stem, suffix = _without_suffix(name, kana)
    romaji = to_romaji(with_borders(name, stem))
    return romaji[:1].upper() + romaji[1:] + (f"-{to_romaji(suffix)}" if suffix else "")


def _without_suffix(name: str, kana: str) -> tuple[str, str]:
    """立川市 タチカワシ → タチカワ, シ; a name without such an ending stays whole."""
    for suffix in _SUFFIX_KANA.get(name[-1], ()):
        if kana.endswith(suffix) and kana != suffix:
            return kana.removesuffix(suffix), suffix
    return kana, ""


def _place_kana(mention: Mention, owner: Municipality | None) -> tuple[str, str]:
    if owner is not None and owner in mention.candidates and owner.name == mention.name:
        return owner.kana, ""
    kana = kana_of(mention.name)
    if kana is not None:
        return kana, ""
    readings = tuple(dict.fromkeys(entry.kana for entry in mention.candidates))
    doubt = (
        ""
        if len(readings) == 1
        else f"「{mention.name}」は複数の自治体の名で、読みが異なります（{'／'.join(readings)}）。"
    )
    return readings[0], doubt


def _plain(text: str, after: bool) -> Iterator[Piece]:
    """Pieces of a stretch with nothing in it that is known beforehand: words, and the signs between them."""
    position = 0
    for match in _WORDS.finditer(text):
        yield from _marks(text[position : match.start()])
        yield from read_words(match.group(), after=after if match.start() == 0 else text[match.start() - 1] == ")")
        position = match.end()
    yield from _marks(text[position:])


def _marks(text: str) -> Iterator[Piece]:
    for sign in text:
        if sign not in _DROPPED:
            kana, romaji = _MARKS.get(sign, ("　", ""))
            doubt = f"「{sign}」の読みが定まりません。" if sign in _SAID else ""
            yield Piece(sign, kana, romaji, doubt, mark=True)


def _kana_line(pieces: tuple[Piece, ...]) -> str:
    line = re.sub("　+", "　", "".join(piece.kana for piece in pieces))
    return re.sub("　?([・、。（）])　?", r"\1", line).strip("　")


def _romaji_line(pieces: tuple[Piece, ...]) -> str:
    line, open_end, before = "", True, ""
    for piece in pieces:
        joined = piece.glued or open_end
        if before.endswith("ッ") and piece.romaji and joined and line[-1:].isalpha():
            line += "t" if piece.romaji.startswith("ch") else piece.romaji[0]
        before = "" if piece.mark else piece.kana
        if piece.mark:
            line, open_end = line.rstrip() + piece.romaji, piece.romaji.endswith("(")
            line += "" if open_end else " "
        elif piece.romaji:
            line += piece.romaji if open_end or piece.glued or line.endswith(" ") else " " + piece.romaji
            open_end = piece.gluing
    return re.sub(" +", " ", line).strip(" ,")
