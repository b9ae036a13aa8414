"""`taikei serve`: Prefect's server, schedules, warm runner and workbench as one process tree (常駐). IO: processes, sockets.

This process serves the schedules and the warm runs itself; the server and the workbench are its children, hold a pipe to it
and leave with it, also where it is killed. Everything it keeps is in build/, or in the database that Prefect is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from extractors.read_watched import OPERATION
from flows.clock import now_in_japan
from flows.environment import STARTUP_SECONDS, set_defaults
from flows.folders import Folders
from flows.gate import SERVER_PASSWORD, keep_for_owner, set_password, way_in
from flows.names import NIGHTLY, NOTICES
from flows.server import ServerTrouble, server_command, wait_until_healthy
from flows.serving.children import Child
from flows.serving.hand_over import FILE, Warm, keep_address
from flows.status import SCHEDULES
from flows.unchanged import program_digest
from publishers.write_safely import replace_file

WORKBENCH_ADDRESS = "TAIKEI_WORKBENCH_PUBLIC_URL"
PAGES = "prefect.html"
RUNS_AT_ONCE = 2
"""Scheduled ones; the update and the notices do not wait for each other."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, and where."""

    folders: Folders
    at_night: str
    for_notices: str
    server_port: int
    workbench_port: int | None
    """None: without a workbench."""


def serve(serving: Serving, say: Say) -> None:
    """Serve until the process is told to end.

    Raises:
        ServerTrouble: something does not come up.
        filelock.Timeout: another one serves this folder.
    """
    build = serving.folders.build
    build.mkdir(parents=True, exist_ok=True)
    set_defaults(build)
    with FileLock(build / "serve.lock", timeout=0), _ending_in_order(), ExitStack() as stack:
        program = program_digest()
        if serving.workbench_port is not None:
            os.environ.setdefault(WORKBENCH_ADDRESS, f"http://127.0.0.1:{serving.workbench_port}")
        leaving = ExitStack()
        own_server = _start_server(serving, stack, leaving, say)
        workbench = _start_workbench(serving, stack, leaving, say)
        stack.push(leaving)  # all of them begin to leave before the first is waited for
        # Not before the settings and the server's address are in the environment; meanwhile the server starts.
        import flows.run  # noqa: F401
        from flows.serving.warm import Host, listen, warm_up

        wait_until_healthy(STARTUP_SECONDS)
        port_socket = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        warm = Warm(
            os.getpid(),
            port_socket.getsockname()[1],
            secrets.token_urlsafe(32),
            os.environ["PREFECT_API_URL"],
            os.environ.get(SERVER_PASSWORD, "") if own_server else "",
            workbench,
        )
        warm_up(serving.folders)
        listen(port_socket, Host(serving.folders, warm.token, program))
        keep_address(build, warm)
        _tell_schedules(serving, stack)
        stack.callback((build / FILE).unlink, missing_ok=True)
        say(_where_pages_are(build, warm, stack))
        if workbench:
            say(f"確認画面: {workbench}")
        say(
            f"定期実行: 夜間の更新「{serving.at_night}」、お知らせ「{serving.for_notices}」（日本時間）。終わるときは Ctrl-C。"
        )
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_schedules(serving))
        say("終わります。")


async def _schedules(serving: Serving) -> None:
    from prefect.runner import Runner

    from flows.serving.schedules import HEARTBEAT_SECONDS, deployment_name, deployments, drop_missed, watch_over_runs

    await watch_over_runs()
    runner = Runner(name="taikei", limit=RUNS_AT_ONCE, heartbeat_seconds=HEARTBEAT_SECONDS, pause_on_shutdown=False)
    for deployment in await deployments(serving.folders, serving.at_night, serving.for_notices):
        await runner.aadd_deployment(deployment)
    await asyncio.to_thread(drop_missed, deployment_name(serving.folders.published))
    runner.handle_sigterm = _end  # type: ignore[method-assign]  # its own ends the process, and nobody ends the children
    await runner.start()


def _tell_schedules(serving: Serving, stack: ExitStack) -> None:
    """For `taikei status`, as long as they are kept here."""
    path = serving.folders.build / OPERATION / SCHEDULES
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [{"name": NIGHTLY, "cron": serving.at_night}, {"name": NOTICES, "cron": serving.for_notices}]
    replace_file(path, json.dumps(kept, ensure_ascii=False).encode())
    stack.callback(path.unlink, missing_ok=True)


def _where_pages_are(build: Path, warm: Warm, stack: ExitStack) -> str:
    """Prefect's pages want the password of this start, which a file for its owner alone has as a link; a log has it not."""
    if not warm.password:
        return f"Prefect の画面: {warm.api.removesuffix('/api')}"
    path = build / PAGES
    keep_for_owner(path, way_in(warm.api.removesuffix("/api"), warm.password))
    stack.callback(path.unlink, missing_ok=True)
    return f"Prefect の画面: {warm.api.removesuffix('/api')}（ブラウザーで {path} を開くと入れます）"


def _start_server(serving: Serving, stack: ExitStack, leaving: ExitStack, say: Say) -> bool:
    """Prefect's server of this tree, with a password of its own; False where a steward's own server is set."""
    if os.environ.get("PREFECT_API_URL"):
        return False
    set_password(os.environ)
    home = Path(os.environ["PREFECT_HOME"])
    port = serving.server_port or _free_port()
    if not _is_free(port):
        raise ServerTrouble(f"127.0.0.1:{port} は使われています。--server-port で別の番号を指定してください。")
    environment = {**os.environ, "PREFECT__SERVER_FINAL": "1"}
    child = Child("Prefect のサーバー", server_command(port), home / "server.log", environment, say)
    _keep(child, stack, leaving)
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    return True


def _start_workbench(serving: Serving, stack: ExitStack, leaving: ExitStack, say: Say) -> str:
    """The workbench of this tree; its address, "" without one."""
    if serving.workbench_port is None:
        return ""
    if not _is_free(serving.workbench_port):
        raise ServerTrouble(
            f"127.0.0.1:{serving.workbench_port} は使われています。--workbench-port で別の番号を指定してください。"
        )
    root = serving.folders.raw.resolve().parent
    command = [sys.executable, "-m", "workbench.__main__", "--root", str(root), "--port", str(serving.workbench_port)]
    environment = dict(os.environ)
    log = serving.folders.build / "workbench.log"
    child = Child("確認画面", [sys.executable, "-m", "flows.serving.leash", *command], log, environment, say)
    _keep(child, stack, leaving)
    return os.environ[WORKBENCH_ADDRESS]


def _keep(child: Child, stack: ExitStack, leaving: ExitStack) -> None:
    child.start()
    stack.callback(child.stop)
    leaving.callback(child.let_go)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: children first, then the files."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: object) -> None:
    # Prefect's watchers of events complain when they are cancelled in the middle of a wait, which this is.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    raise KeyboardInterrupt


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stamp() -> str:
    """Time of a line in the log of this process."""
    return f"{now_in_japan():%Y-%m-%d %H:%M:%S %Z}"
