"""portal.toml → Settings, checked key by key; environment or a private file → token. IO: reads these files.

The token is handed to the connection and to nothing else: no message here or elsewhere shows it.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publishers.portal.failures import Misuse

TOKEN_VARIABLE = "TAIKEI_PORTAL_TOKEN"

UNITS = ("municipality", "plan")
FORMATS = ("csv", "json")

_NAME = re.compile(r"[a-z0-9_-]{2,60}")
"""CKAN allows 100 characters in the name of a dataset; code and plan id take up to 30."""
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """What portal.toml may say."""

    url: str
    dataset: str = "municipality"
    """One dataset per "municipality" or per "plan"."""
    name: str = "seisaku-taikei"
    """Comes behind the code in the name of a dataset."""
    formats: tuple[str, ...] = FORMATS
    datastore: bool = True
    create_organisations: bool = True
    licence: str = ""
    """Licence id at the portal; "" finds the portal's id of CC BY."""


def read_settings(path: Path | None, **given: str | None) -> Settings:
    """The file, with what was given on the command line over it."""
    stated: dict[str, Any] = {}
    if path is not None:
        try:
            stated = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise Misuse(f"設定ファイル {path} を読めません（{error.strerror}）。") from None
        except (ValueError, RecursionError) as error:
            raise Misuse(f"設定ファイル {path} がTOMLの書き方に合いません（{error}）。") from None
    stated |= {key: value for key, value in given.items() if value is not None}
    known = {field.name for field in fields(Settings)}
    for key in stated:
        if key not in known:
            raise Misuse(f"設定の項目「{key}」はありません。使えるのは {'、'.join(sorted(known))} です。")
    if "url" not in stated:
        raise Misuse("ポータルのURLが決まっていません。--url か portal.toml の url で指定してください。")
    return _checked(stated)


def _checked(stated: Mapping[str, Any]) -> Settings:
    for key in ("url", "dataset", "name", "licence"):
        if not isinstance(stated.get(key, ""), str):
            raise Misuse(f"設定の {key} には文字列を書いてください。")
    for key in ("datastore", "create_organisations"):
        if not isinstance(stated.get(key, True), bool):
            raise Misuse(f"設定の {key} には true か false を書いてください。")
    formats = stated.get("formats", list(FORMATS))
    if not isinstance(formats, list) or not formats or not set(formats) <= set(FORMATS):
        raise Misuse(f"設定の formats には {'、'.join(FORMATS)} から一つ以上を並べてください。")
    settings = Settings(**{**stated, "formats": tuple(formats)})
    if settings.dataset not in UNITS:
        raise Misuse(f"データセットの単位は {' か '.join(UNITS)} のどちらかにしてください。")
    if not _NAME.fullmatch(settings.name):
        raise Misuse("データセット名に使えるのは、半角の英小文字、数字、- と _ の2字から60字までです。")
    _check_url(settings.url)
    return replace(settings, url=settings.url.rstrip("/"))


def _check_url(url: str) -> None:
    """A token must not travel unencrypted, save within this machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misuse("ポータルのURLは https:// で始まる形で指定してください。")
    if parts.username or parts.password:
        raise Misuse("ポータルのURLに利用者名やパスワードを書かないでください。")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise Misuse("http:// ではトークンが暗号化されずに流れるため反映しません。https:// のURLを指定してください。")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_token(environment: Mapping[str, str], file: Path | None) -> str:
    """From the file where one is given, else from the environment."""
    if file is None:
        text = environment.get(TOKEN_VARIABLE, "")
        if not text.strip():
            raise Misuse(
                f"ポータルのAPIトークンがありません。環境変数 {TOKEN_VARIABLE} か --token-file で渡してください。"
            )
    else:
        text = _private_text(file)
    token = text.strip()
    if not _TOKEN.fullmatch(token):
        raise Misuse("APIトークンの形が正しくありません（半角の1行のはずです）。ポータルの画面から写し直してください。")
    return token


def _private_text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            if mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Misuse(
                    f"トークンのファイル {file} をほかの利用者も読めます。chmod 600 {file} としてから実行してください。"
                )
            return opened.read().decode("ascii", "replace")
    except OSError as error:
        raise Misuse(f"トークンのファイル {file} を読めません（{error.strerror}）。") from None
