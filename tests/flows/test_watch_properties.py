"""Whatever a server sends: no more bytes than allowed, no address into the house, no exception but our own."""

from __future__ import annotations

import gzip
import ipaddress
import zlib
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.watch.addresses import AddressRefused, checked_address, checked_url
from flows.watch.failures import MOST_PATIENCE, retry_after
from flows.watch.inflate import BadBody, TooLarge, inflate
from flows.watch.links import new_links, normal, readable, wrong_page
from flows.watch.settings import LinkPage
from flows.watch.sniff import NAMES, sniff

PAGE = LinkPage("https://city.example/list")
HREFS = st.text(alphabet="abc./:#?%[]@\\ \n\t計画&;=-0189", max_size=30)


@given(st.lists(st.binary(max_size=200), max_size=8), st.sampled_from(["", "gzip", "deflate", "br", "GZIP "]))
def test_no_body_gives_more_than_allowed(pieces: list[bytes], encoding: str) -> None:
    given_bytes = 0
    try:
        for piece in inflate(pieces, encoding, 300):
            given_bytes += len(piece)
    except (TooLarge, BadBody):
        pass
    assert given_bytes <= 300


@given(st.binary(max_size=5000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", ""]))
def test_a_packed_body_comes_as_it_was_however_it_is_cut(body: bytes, cut: int, encoding: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    pieces = [packed[start : start + cut] for start in range(0, len(packed), cut)]
    assert b"".join(inflate(pieces, encoding, 5000)) == body
    if body and encoding:
        with pytest.raises(BadBody):
            list(inflate([packed[:-1][:-8]], encoding, 5000))


@given(st.text(max_size=60) | HREFS.map("http://{}".format))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        url = checked_url(text)
    except AddressRefused:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert not url.userinfo


@given(st.ip_addresses())
def test_only_public_addresses_are_asked(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    try:
        checked_address(httpx.URL("http://city.example/"), (), lambda _host, _port: [str(address)])
    except AddressRefused:
        return
    assert address.is_global
    assert not address.is_multicast
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    assert mapped is None or mapped.is_global


@given(st.ip_addresses(v=4).filter(lambda address: not address.is_global))
def test_no_clothing_hides_a_private_address(address: ipaddress.IPv4Address) -> None:
    clothed = [
        f"::ffff:{address}",
        str(ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | int(address))),
        str(ipaddress.IPv6Address(0x2002 << 112 | int(address) << 80)),
    ]
    for text in (str(address), *clothed):
        with pytest.raises(AddressRefused):
            checked_address(httpx.URL("http://city.example/"), (), lambda _host, _port, text=text: [text])


@given(st.lists(st.tuples(HREFS, HREFS), max_size=5), st.sampled_from(["utf-8", "cp932", "euc_jp", "utf-16"]))
def test_any_page_of_links_can_be_looked_at(links: list[tuple[str, str]], encoding: str) -> None:
    page = "<html>" + "".join(f'<a href="{href}.pdf">{words}</a><base href="{words}">' for href, words in links)
    data = page.encode(encoding, "replace")
    wrong_page(data, PAGE.url)
    for address, words in new_links(data, PAGE.url, PAGE, ()):
        assert address.startswith(("http://", "https://"))
        assert normal(address) == address
        assert words
        assert new_links(data, PAGE.url, PAGE, [found for found, _ in new_links(data, PAGE.url, PAGE, ())]) == []


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert sniff(data) in NAMES
    wrong_page(data, PAGE.url)
    new_links(data, PAGE.url, PAGE, ())


@given(st.text(max_size=40) | st.integers(0, 10**400).map(str) | st.datetimes().map(format_datetime))
def test_any_header_says_how_long_to_wait(text: str) -> None:
    assert 0 <= retry_after(text) <= MOST_PATIENCE
    assert isinstance(readable(text), str)
