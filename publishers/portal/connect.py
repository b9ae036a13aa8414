"""Calls of a CKAN portal by ckanapi, each with a time limit; what goes wrong comes out as a PushFailure. IO: network.

The token goes into the header of calls to the portal's own address and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from ckanapi import RemoteCKAN
from ckanapi.errors import CKANAPIError, NotAuthorized, NotFound, ValidationError

from publishers.portal.datasets import WantedFile
from publishers.portal.failures import DatasetRefused, PortalUnusable, Stale, Unavailable

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 300.0
"""A portal that stores a large file or loads a table may take minutes; one that is gone must not hold us for ever."""

_TIMEOUT = (CONNECT_SECONDS, ANSWER_SECONDS)
_CHUNK = 1 << 16
_TOO_LARGE = 413


class Missing(Exception):
    """What was asked for is not there."""


class Forbidden(DatasetRefused):
    """The token's user may not do this."""

    def __init__(self) -> None:
        super().__init__(
            "このトークンの利用者には権限がありません。ポータルの管理者に、組織の「編集者」の役割"
            "（組織がまだなければ、組織の作成）を頼んでください。"
        )


@dataclass(frozen=True, slots=True)
class Portal:
    """An open connection."""

    url: str
    client: RemoteCKAN
    token: str

    def __repr__(self) -> str:
        return f"Portal({self.url})"


def connect(url: str, token: str) -> Portal:
    """Nothing is sent yet."""
    session = requests.Session()
    session.hooks["response"].append(_look_at_status)
    return Portal(url, RemoteCKAN(url, apikey=token, user_agent="taikei", session=session), token)


def _look_at_status(response: requests.Response, *_: object, **__: object) -> None:
    if response.status_code >= 500:
        raise Unavailable(f"HTTP {response.status_code}")
    if response.status_code == _TOO_LARGE:
        raise _too_large()


def call(portal: Portal, action: str, data: Mapping[str, Any], files: Mapping[str, WantedFile] | None = None) -> Any:  # noqa: ANN401 (JSON)
    """One action of the API; files are uploads by parameter."""
    sent: dict[str, Any] = dict(data)
    uploads = None
    if files:
        sent = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
        uploads = {key: (file.name, file.data) for key, file in files.items()}
    try:
        return portal.client.call_action(action, sent, files=uploads, requests_kwargs={"timeout": _TIMEOUT})
    except requests.RequestException as error:
        raise Unavailable(_what(error)) from None
    except NotFound:
        raise Missing(action) from None
    except NotAuthorized:
        raise Forbidden from None
    except ValidationError as error:
        raise _refusal(error.error_dict) from None
    except CKANAPIError:
        raise PortalUnusable(
            f"{portal.url} の返事がCKANのものではありません（{action}）。ポータルのURLを確かめてください。"
        ) from None


def download_digest(portal: Portal, dataset: str, resource: str, name: str) -> str:
    """sha256 of a file as the portal hands it out; "" where it does not."""
    address = f"{portal.url}/dataset/{dataset}/resource/{resource}/download/{name}"
    digest = hashlib.sha256()
    try:
        with portal.client.session.get(
            address, headers={"Authorization": portal.token}, stream=True, timeout=_TIMEOUT
        ) as answer:
            if not answer.ok:
                return ""
            for chunk in answer.iter_content(_CHUNK):
                digest.update(chunk)
    except requests.RequestException as error:
        raise Unavailable(_what(error)) from None
    return digest.hexdigest()


def _what(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "時間切れ"
    if isinstance(error, requests.exceptions.SSLError):
        return "証明書の誤り"
    return "接続できないか、途中で切れました"


def _refusal(errors: Mapping[str, Any]) -> DatasetRefused:
    """What CKAN objects to, as far as we know its objections."""
    if "match" in errors:
        return Stale()
    said = json.dumps({key: value for key, value in errors.items() if not key.startswith("__")}, ensure_ascii=False)
    if '"upload"' in said:
        return _too_large()
    return DatasetRefused(f"ポータルが内容を受け付けません（{said[:300]}）。ポータルの管理者に見せてください。")


def _too_large() -> DatasetRefused:
    return DatasetRefused(
        "ファイルがポータルの上限より大きいため、このデータセットは何も変えていません。"
        "ポータルの管理者に上限（ckan.max_resource_size）を上げてもらうか、設定の dataset を plan にして分けてください。"
    )
