"""What a server did → why there is no document, and whether another attempt may help (取得できない理由). Pure."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from flows.watch.deadline import Deadline
from flows.watch.settings import WatchSettings

GONE = (404, 410)
TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
MOST_PATIENCE = 7 * 86_400.0
"""Seconds: a server that asks for more has a wrong clock, and a week later it is asked again."""
_SAID: tuple[tuple[type[Exception], str], ...] = (
    (httpx.ConnectTimeout, "つながりません"),
    (httpx.ConnectError, "つながりません"),
    (httpx.ReadTimeout, "返事が途絶えました"),
    (httpx.RemoteProtocolError, "HTTPの決まりに合わない応答か、途中で切れた応答でした"),
)


class FetchFailed(Exception):
    """No document; its words are for the steward."""

    def __init__(self, kind: str, message: str, *, again: bool = False, pause: float = 0.0) -> None:
        super().__init__(message)
        self.kind = kind
        """A key of KINDS."""
        self.again = again
        """Whether another attempt may go better."""
        self.pause = pause
        """Seconds the server asked for."""


def refused_status(response: httpx.Response) -> FetchFailed:
    status = response.status_code
    if status in GONE:
        return FetchFailed(
            "source_vanished",
            f"文書が公開元からなくなりました（状態 {status}）。最後に取得した文書を使い続けます。"
            "新しいURLを探すか、取り下げるかを決めてください。",
        )
    if status in TRY_AGAIN:
        return FetchFailed(
            "source_unreachable",
            f"公開元のサーバーが応じません（状態 {status}）。続くようであれば公開元に問い合わせてください。",
            again=True,
            pause=retry_after(response.headers.get("retry-after", "")),
        )
    return FetchFailed(
        "source_refused",
        f"公開元のサーバーが文書を渡しません（状態 {status}）。URLと公開の範囲を確かめてください。",
    )


def retry_after(text: str) -> float:
    """Seconds; the header gives them, or a date."""
    if text.strip().isascii() and text.strip().isdigit():
        return min(float(text), MOST_PATIENCE)
    try:
        return min(max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()), MOST_PATIENCE)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def check_declared(response: httpx.Response, most: int) -> None:
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > most:
        raise too_large(most)


def too_large(most: int) -> FetchFailed:
    return FetchFailed(
        "source_refused",
        f"文書が {most / 1_000_000:g} MB を超えるため取得を止めました。"
        "正しい文書であれば operation.toml の megabytes を大きくしてください。",
    )


def what_failed(error: Exception, url: httpx.URL, deadline: Deadline, settings: WatchSettings) -> FetchFailed:
    """What went wrong on the way, in a sentence."""
    if deadline.over:
        return FetchFailed(
            "source_unreachable",
            f"{settings.seconds:g} 秒たっても文書を受け取り終わりません。続くようであれば公開元に問い合わせてください。",
        )
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
            return FetchFailed(
                "source_refused",
                f"{url.host} の証明書か暗号化を確かめられません。公開元に問い合わせるか、ca_file を確かめてください。",
            )
        cause = cause.__cause__ or cause.__context__
    said = next((words for kind, words in _SAID if isinstance(error, kind)), "通信が途中で切れました")
    return FetchFailed(
        "source_unreachable",
        f"公開元（{url.host}）と{said}。続くようであれば公開元に問い合わせてください。",
        again=True,
    )
