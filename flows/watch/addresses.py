"""A URL → the address to connect to, checked (SSRF を防ぐ). IO: asks the resolver.

The connection is made to the very address that was checked: a name that leads elsewhere a moment later leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable

import httpx

from flows.watch.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Iterable[str]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that carry an IPv4 address in their last 32 bits."""


class AddressRefused(Exception):
    """Not to be asked; its words are for the steward."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, in the order in which the system would try them."""
    return list(dict.fromkeys(str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked_url(text: str) -> httpx.URL:
    """A URL that may be asked, as far as the URL itself tells.

    Raises:
        AddressRefused: of another scheme, without a host, or with a name and password in it.
    """
    try:
        url = httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise AddressRefused("URLの形が正しくありません。公開元のURLを確かめてください。") from None
    if url.scheme not in ("http", "https") or not host:
        raise AddressRefused(
            f"http と https のほかのURL（{url.scheme or '不明'}:）には取りに行きません。公開元のURLを確かめてください。"
        )
    if url.userinfo:
        raise AddressRefused("利用者名やパスワードの入ったURLには取りに行きません。公開元のURLを確かめてください。")
    return url


def checked_address(url: httpx.URL, allowed: tuple[Network, ...], resolver: Resolver = resolve) -> str:
    """The address to connect to. Every address of the name must be allowed, not only the first.

    Raises:
        AddressRefused: one of them lies within a house, on this machine, or nowhere.
        OSError: the name is not known.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in resolver(url.host, port)]
    if not found:
        raise OSError(f"{url.host} に住所がない")
    for address in found:
        if not _may_be_asked(address, allowed):
            raise AddressRefused(
                f"{url.host} は組織の内側の住所（{address}）を指しています。"
                "正しい公開元であれば operation.toml の allow_addresses に加えてください。"
            )
    return str(found[0])


def _may_be_asked(address: Address, allowed: tuple[Network, ...]) -> bool:
    inner = _embedded(address)
    if any(address in network or (inner is not None and inner in network) for network in allowed):
        return True
    public = address.is_global and not address.is_multicast
    return public and (inner is None or _may_be_asked(inner, allowed))


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
