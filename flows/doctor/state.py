"""Checks of a project's folders (フォルダーの点検): manifests, settings, records, locks, last run, release. IO: reads, tries to write."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from flows.clock import JAPAN
from flows.doctor.finding import Finding, Place
from flows.doctor.machine import answer, host
from publishers.previous import current_version
from publishers.why import why

STALE_HOURS = 26
"""A nightly run that is older than this did not happen last night."""


def folders(place: Place) -> Iterator[Finding]:
    if not place.raw.is_dir():
        yield Finding(
            "raw/", "fail", f"{place.raw} がありません", "計画の文書のフォルダーのある場所で実行してください。"
        )
    elif not os.access(place.raw, os.R_OK | os.X_OK):
        yield Finding("raw/", "fail", f"{place.raw} を読めません", "読み取りの権限を確かめてください。")
    else:
        yield Finding("raw/", "ok", f"{sum(path.is_dir() for path in place.raw.iterdir())} フォルダー")
    for title, folder in (
        ("published/", place.published),
        ("corrections/", place.corrections),
        ("build/", place.build),
    ):
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        try:
            with tempfile.NamedTemporaryFile(dir=there, prefix=".taikei-doctor-"):
                pass
            yield Finding(title, "ok", "書けます")
        except OSError as error:
            yield Finding(title, "fail", f"書けません（{why(error)}）", "書き込みの権限と空き容量を確かめてください。")


def manifests(place: Place) -> Iterator[Finding]:
    from extractors.read_sources import read_sources, twins

    if not place.raw.is_dir():
        yield Finding("出典情報", "warn", f"{place.raw} がないので調べていません", "")
        return
    found = read_sources(place.raw)
    for plan_id, message in sorted(found.refused.items()):
        # The sentence ends with what to do; which file that is about differs from plan to plan.
        seen, _, remedy = message.removesuffix("。").rpartition("。")
        yield Finding(
            "出典情報", "fail", f"{plan_id}: {seen or message}", f"{remedy}。" if seen else f"{place.raw / plan_id}"
        )
    for first, second in twins(found.plans):
        yield Finding(
            "出典情報",
            "warn",
            f"{first} と {second} の文書が同じです",
            "同じ計画ならどちらかのフォルダを取り除き、別の計画ならその文書を置いてください。",
        )
    if not found.refused:
        yield Finding("出典情報", "ok", f"{len(found.plans)} 件すべて読めます")


def corrections(place: Place) -> Iterator[Finding]:
    """The files that people write, key by key."""
    from flows.corrections_command import faults_in

    faults = list(faults_in(place.corrections, place.raw)) if place.corrections.is_dir() and place.raw.is_dir() else []
    for fault in faults:
        yield Finding("訂正", "fail", fault, "その行を直してください。直すまで、その訂正は使われません。")
    if not faults:
        yield Finding("訂正", "ok", "すべて読めます")


def settings(place: Place) -> Iterator[Finding]:
    from flows.notices.settings import read_notice_settings
    from flows.watch.settings import BadSettings, read_pages, read_watch_settings

    try:
        read_watch_settings(place.settings)
        read_pages(place.raw)
        notices = read_notice_settings(place.settings)
    except BadSettings as error:
        yield Finding("設定", "fail", str(error), f"{place.settings} を直してください。")
        return
    yield Finding("設定", "ok", f"{place.settings}" if place.settings.exists() else "既定のまま")
    if not notices.urls:
        yield Finding(
            "通知",
            "warn",
            "宛先がありません",
            f"環境変数 {notices.urls_env} に宛先を書き、taikei notify --test で試してください。",
        )
    else:
        from flows.notices.queue import undelivered

        late = undelivered(place.build)
        if late:
            yield Finding(
                "通知", "warn", f"届けられない通知 {late} 件", "taikei notify --test で宛先を試してください。"
            )
        else:
            yield Finding("通知", "ok", f"宛先 {len(notices.urls)} 件")


def database(place: Place) -> Finding:
    """Where Prefect keeps its records."""
    url = os.environ.get("PREFECT_API_URL")
    if url:
        try:
            answer(url + "/health")
        except OSError as error:
            return Finding(
                "Prefect",
                "fail",
                f"サーバー {host(url)} が応じません（{error}）",
                "サーバーを起動するか、PREFECT_API_URL を外してください。",
            )
        return Finding("Prefect", "ok", f"サーバー {host(url)} が応じました")
    path = Path(os.environ.get("PREFECT_HOME", place.build / "prefect")) / "prefect.db"
    if not path.exists():
        return Finding("Prefect", "ok", "記録はまだありません（最初の実行で作ります）")
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2) as database:
            (sound,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        sound = str(error)
    if sound != "ok":
        return Finding(
            "Prefect", "fail", f"記録が壊れています（{sound}）", f"{path} を消してください。次の実行で作り直します。"
        )
    return Finding("Prefect", "ok", f"記録 {path.stat().st_size / 1e6:,.1f} MB")


def databases(_place: Place) -> Iterator[Finding]:
    """Those that are told by URL; its password is shown nowhere."""
    from sqlalchemy import create_engine, make_url, text
    from sqlalchemy.exc import SQLAlchemyError

    for title, variable in (
        ("Prefect のデータベース", "PREFECT_SERVER_DATABASE_CONNECTION_URL"),
        ("確認画面のデータベース", "TAIKEI_WORKBENCH_DATABASE_URL"),
    ):
        url = os.environ.get(variable, "")
        if not url.startswith("postgresql"):
            continue
        if find_spec("psycopg") is None:
            yield Finding(title, "fail", "追加機能がありません", "taikei[postgres] をインストールしてください。")
            continue
        remedy = f"PostgreSQL が動いているか、環境変数 {variable} のホスト、利用者、パスワードを確かめてください。"
        try:
            address = make_url(url).set(drivername="postgresql+psycopg", query={"connect_timeout": "5"})
            engine = create_engine(address)
            with engine.connect() as connection:
                version = connection.execute(text("show server_version")).scalar()
            engine.dispose()
            yield Finding(title, "ok", f"{address.host} の PostgreSQL {version}")
        except (SQLAlchemyError, ValueError) as error:
            yield Finding(title, "fail", f"つながりません（{type(error).__name__}）", remedy)


def locks(place: Place) -> Iterator[Finding]:
    from filelock import FileLock, Timeout

    for name, what in (("run.lock", "taikei run"), ("watch.lock", "taikei watch"), ("serve.lock", "taikei serve")):
        path = place.build / name
        if not path.exists():
            continue
        try:
            with FileLock(path, timeout=0):
                yield Finding("ロック", "ok", f"{what} は動いていません")
        except Timeout:
            yield Finding("ロック", "ok", f"{what} が動いています")
    leftovers = [path for path in place.published.glob(".building*") if path.is_dir()]
    if leftovers and not _alive(place):
        yield Finding(
            "作りかけ",
            "warn",
            f"{leftovers[0]} が残っています",
            "taikei run を実行してください。片付けて続きから行います。",
        )


def last_run(place: Place) -> Finding:
    from flows.run_state import read_run

    run = read_run(place.build)
    if run is None:
        return Finding("前回の実行", "warn", "記録がありません", "taikei run を実行してください。")
    when = datetime.fromtimestamp(run.ended or run.started, JAPAN).strftime("%Y-%m-%d %H:%M")
    if run.ended is None and not _alive(place):
        return Finding(
            "前回の実行",
            "fail",
            f"{when} に始まり、途中で止まりました",
            "taikei run を実行してください。続きから行います。",
        )
    if run.ended is None:
        return Finding("前回の実行", "ok", f"{when} に始まり、動いています（{run.what}）")
    if run.code not in (0, 1):
        said = run.messages[0] if run.messages else "公開データを作れませんでした"
        return Finding(
            "前回の実行", "fail", f"{when}: {said}", "build/report.md と build/error.log を確かめてください。"
        )
    if time.time() - run.ended > STALE_HOURS * 3600:
        return Finding(
            "前回の実行", "warn", f"{when} が最後です", "予定が動いているかを確かめてください（docs/operations.md）。"
        )
    return Finding("前回の実行", "ok", when)


def _alive(place: Place) -> bool:
    from flows.run_state import is_alive, read_run

    run = read_run(place.build)
    return run is not None and run.ended is None and is_alive(run)


def release(place: Place) -> Finding:
    """Only that it is there and whole at a glance; taikei verify checks it through."""
    index = place.published / "index.json"
    if not index.exists():
        return Finding("公開データ", "warn", "まだありません", "taikei run を実行してください。")
    latest = str(json.loads(index.read_bytes())["latest"])
    if current_version(place.published) != latest:
        return Finding(
            "公開データ",
            "fail",
            f"index.json（{latest}）と latest が食い違います",
            "taikei run を実行してください。切り替えを終えます。",
        )
    if not (place.published / "registry" / "ids.csv").exists():
        return Finding(
            "公開データ",
            "fail",
            "恒久IDの台帳（registry/ids.csv）がありません",
            "taikei run を実行してください。公開データにある写しから戻します。",
        )
    return Finding("公開データ", "ok", f"{latest} 版")
