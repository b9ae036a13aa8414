"""Checks of the machine (機械の点検): Python, libraries, fonts, disk, clock, network. IO: reads; asks the portal."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from flows.clock import now_in_japan
from flows.doctor.finding import Finding, Place, State

LEAST_FREE = 500_000_000
"""Bytes: a release of all plans of a prefecture, built beside the last one."""
LITTLE_FREE = 5_000_000_000
CLOCK_SECONDS = 120
"""Between our clock and a server's: certificates, schedules and dates of releases bear that much."""
REACH_SECONDS = 5.0
LIBRARIES = ("prefect", "pandera", "pdfplumber", "pypdfium2", "pykakasi", "sudachipy", "sudachidict-core", "fastapi")


def python(_place: Place) -> Finding:
    seen = f"Python {platform.python_version()}（{platform.system()}）"
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Finding("Python", "fail", seen, "Python 3.11、3.12、3.13 のどれかで make setup をやり直してください。")
    return Finding("Python", "ok", seen)


def versions(_place: Place) -> Finding:
    try:
        found = [f"{name} {version(name)}" for name in ("taikei", *LIBRARIES)]
    except PackageNotFoundError as missing:
        return Finding("ライブラリ", "fail", f"{missing.name} がありません", "make setup をやり直してください。")
    return Finding("ライブラリ", "ok", "、".join(found))


def extras(_place: Place) -> Iterator[Finding]:
    extras = {
        "画像の文字認識（ocr）": "rapidocr",
        "複数台での実行（dask）": "prefect_dask",
        "共有の保存場所（s3）": "s3fs",
        "ポータルへの反映（portal）": "ckanapi",
        "PostgreSQL（postgres）": "psycopg",
    }
    for title, module in extras.items():
        there = importlib.util.find_spec(module) is not None
        yield Finding(title, "ok", "使えます" if there else "入っていません（使わなければ不要です）")


def fonts(_place: Place) -> Finding:
    places = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path.home() / ".fonts",
        Path("C:/Windows/Fonts"),
    ]
    wanted = ("ipa", "notosanscjk", "notoserifcjk", "takao", "vlgothic", "msgothic", "meiryo", "yugoth", "hiragino")
    files = (path for place in places if place.is_dir() for path in place.rglob("*.[to]t[cf]"))
    found = next((path.name for path in files if path.name.lower().replace("-", "").startswith(wanted)), None)
    if found is None and sys.platform != "darwin":
        return Finding(
            "日本語のフォント",
            "warn",
            "見つかりません",
            "フォントを埋め込んでいないPDFのページの画像が欠けます。fonts-noto-cjk か fonts-ipaexfont-gothic を入れてください。",
        )
    return Finding("日本語のフォント", "ok", found or "macOS に付属")


def disk(place: Place) -> Iterator[Finding]:
    seen: set[int] = set()
    for folder in (place.published, place.build, Path(tempfile.gettempdir())):
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(there).free
        said = f"{folder} の空き {free / 1e9:,.1f} GB"
        remedy = "不要なファイルを消すか、容量を増やしてください。build/ は消しても作り直せます。"
        state: State = "fail" if free < LEAST_FREE else "warn" if free < LITTLE_FREE else "ok"
        yield Finding("空き容量", state, said, "" if state == "ok" else remedy)


def clock(place: Place) -> Finding:
    """Against what is already written, and against the portal where there is one."""
    now = time.time()
    ahead = [path for path in (place.published / "index.json", place.build / "run-status.json") if path.exists()]
    latest = max((path.stat().st_mtime for path in ahead), default=0.0)
    remedy = "時計を合わせ、自動で合う設定（NTP）にしてください。公開データの日付と予定がずれます。"
    if latest > now + CLOCK_SECONDS:
        return Finding("時計", "fail", f"最後に書いたファイルより {latest - now:,.0f} 秒遅れています", remedy)
    date = _portal_date(place)
    if date is not None and abs(date - now) > CLOCK_SECONDS:
        return Finding("時計", "fail", f"ポータルの時計と {abs(date - now):,.0f} 秒ずれています", remedy)
    seen = now_in_japan().strftime("%Y-%m-%d %H:%M（日本時間）")
    if datetime.now().astimezone().utcoffset() != timedelta(hours=9):
        seen += f"、この機械の時間帯は {datetime.now().astimezone().tzname()}（予定は日本時間で動きます）"
    return Finding("時計", "ok", seen)


def _portal_date(place: Place) -> float | None:
    if not place.portal.exists():
        return None
    from publishers.portal.failures import Misuse
    from publishers.portal.settings import read_settings

    try:
        return parsedate_to_datetime(answer(read_settings(place.portal).url)).timestamp()
    except (OSError, Misuse, ValueError, TypeError):
        return None


def portal(place: Place) -> Finding:
    if not place.portal.exists():
        return Finding("ポータル", "ok", "設定がありません（使わなければ不要です）")
    from publishers.portal.failures import Misuse
    from publishers.portal.settings import read_settings

    try:
        settings = read_settings(place.portal)
        answer(settings.url + "/api/3/action/status_show")
    except Misuse as error:
        return Finding("ポータル", "fail", str(error), f"{place.portal} を直してください。")
    except OSError as error:
        return Finding(
            "ポータル",
            "fail",
            f"{host(settings.url)} が応じません（{error}）",
            "ポータルの状態とネットワークを確かめてください。",
        )
    return Finding("ポータル", "ok", f"{host(settings.url)} が応じました")


def names(_place: Place) -> Finding:
    """Whether this machine knows names at all: watched sources and portals need it."""
    try:
        socket.getaddrinfo("localhost", 80)
    except OSError as error:
        return Finding("名前の解決", "fail", str(error), "ネットワークの設定（DNS）を確かめてください。")
    return Finding("名前の解決", "ok", "使えます")


def host(url: str) -> str:
    return urlsplit(url).hostname or url


def answer(url: str) -> str:
    """The Date header of an answer that is well. Raises OSError otherwise."""
    with urlopen(url, timeout=REACH_SECONDS) as response:
        return str(response.headers.get("Date", ""))
