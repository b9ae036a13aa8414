"""A real CKAN on 127.0.0.1 for the tests: PostgreSQL and Redis of the system, CKAN from PyPI in an environment of its own.

CKAN (AGPL) is a separate program here, driven over HTTP alone and never imported. Its environment is made once and kept
in build/; databases and files live in a temporary folder and go with the server.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path

CKAN = "2.12.0"
ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "build" / f"ckan-{CKAN}"
NEEDED = "PostgreSQL, Redis and libmagic (apt-get install postgresql redis-server libmagic1, or: make system-deps)"
LARGEST_MB = 1
"""Upload limit of this portal."""
START_SECONDS = 60.0

PREPARE = """
import contextlib, io, json, sys
from ckan.cli.cli import ckan

def run(*arguments):
    said = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(said):
        ckan.main(["-c", sys.argv[1], *arguments], standalone_mode=False)
    return said.buffer.getvalue().decode()

run("db", "init")
rights = run("datastore", "set-permissions")
run("user", "add", "admin", "email=admin@example.org", "password=correct-horse")
run("sysadmin", "add", "admin")
print(json.dumps([rights, run("user", "token", "add", "admin", "tests", "-q")]))
"""
"""The commands of CKAN's own command line in one process of its environment: each alone takes seconds to start."""


class Lacking(Exception):
    """Something of the system is not installed; says what."""


@dataclass
class Server:
    """A running portal."""

    folder: Path
    url: str
    web_port: int
    token: str = ""
    web: subprocess.Popen[bytes] | None = None
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_web(self) -> None:
        """As a crash would."""
        assert self.web is not None
        self.web.kill()
        self.web.wait()

    def start_web(self) -> None:
        """CKAN itself; its databases run already."""
        assert self.web is None or self.web.poll() is not None
        command = [*_ckan(self.folder), "run", "-H", "127.0.0.1", "-p", str(self.web_port), "--disable-reloader"]
        self.web = _spawn(command, self.folder / "web.log")
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/api/3/action/status_show", timeout=START_SECONDS).close()
                return
            except OSError:
                if time.monotonic() > end or self.web.poll() is not None:
                    raise RuntimeError((self.folder / "web.log").read_text("utf-8", "replace")[-2000:]) from None
                time.sleep(0.1)

    def stop(self) -> None:
        """Everything that was started here, each by its own process."""
        if self.web is not None and self.web.poll() is None:
            self.kill_web()
        for process in reversed(self.others):
            process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def api(self, action: str, token: str | None = None, **data: object) -> dict[str, object]:
        """The whole answer, success or not; without a token of another, as the administrator."""
        request = urllib.request.Request(
            f"{self.url}/api/3/action/{action}",
            json.dumps(data).encode(),
            {"Content-Type": "application/json", "Authorization": self.token if token is None else token},
        )
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))


def start() -> Server:
    """Bring it up: some twenty seconds, and a minute more the first time."""
    binaries = _postgresql()
    if binaries is None or shutil.which("redis-server") is None:
        raise Lacking(NEEDED)
    _install()
    folder = Path(tempfile.mkdtemp(prefix="taikei-ckan-"))
    folder.chmod(0o755)
    web, postgres, redis, search = _free_ports(4)
    server = Server(folder, f"http://127.0.0.1:{web}", web)
    try:
        _start_postgres(server, binaries, postgres)
        redis_command = [
            "redis-server",
            "--port",
            str(redis),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ]
        server.others.append(_spawn(redis_command, folder / "redis.log"))
        package = next((ENVIRONMENT / "lib").glob("python*/site-packages/ckan"))
        stub = [sys.executable, str(Path(__file__).with_name("search_stub.py")), str(search)]
        server.others.append(_spawn([*stub, str(package / "config/solr/schema.xml")], folder / "search.log"))
        _configure(folder, server.url, postgres, redis, search)
        server.token = _set_up(folder, binaries, postgres)
        server.start_web()
    except BaseException:
        server.stop()
        raise
    return server


def _postgresql() -> Path | None:
    """Folder of initdb, which Debian keeps off the path."""
    found = [*sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True), shutil.which("initdb")]
    return next((Path(path).parent for path in found if path), None)


def _install() -> None:
    """CKAN with the versions it was released with; psycopg2 as a wheel, which needs no compiler."""
    done = ENVIRONMENT / ".ok"
    if done.exists():
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    python = str(ENVIRONMENT / "bin" / "python")
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)])
        install = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        _run([sys.executable, "-m", "venv", str(ENVIRONMENT)])
        install = [python, "-m", "pip", "install", "--quiet"]
    _run([*install, "--no-deps", f"ckan=={CKAN}"])
    metadata = next((ENVIRONMENT / "lib").glob("python*/site-packages/ckan-*.dist-info/METADATA")).read_text("utf-8")
    required = re.findall(r"^Requires-Dist: ([^;\n]+?) *; extra == ['\"]requirements['\"]", metadata, re.MULTILINE)
    _run([*install, *(name for name in required if not name.startswith("psycopg2")), "psycopg2-binary>=2.9,<3"])
    done.touch()


def _start_postgres(server: Server, binaries: Path, port: int) -> None:
    """It refuses to run as root: then the system's user postgres runs it."""
    data = server.folder / "pg"
    data.mkdir()
    become: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    initdb = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--auth=trust",
        "-U",
        "postgres",
    ]
    _run([*become, *initdb])
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={data}", "fsync=off"]
    command = [*become, str(binaries / "postgres"), "-D", str(data)]
    for setting in settings:
        command += ["-c", setting]
    server.others.append(_spawn(command, server.folder / "postgres.log"))
    end = time.monotonic() + START_SECONDS
    ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode != 0:
        if time.monotonic() > end:
            raise RuntimeError((server.folder / "postgres.log").read_text("utf-8", "replace")[-2000:])
        time.sleep(0.1)


def _configure(folder: Path, url: str, postgres: int, redis: int, search: int) -> None:
    ini = folder / "ckan.ini"
    _run([*_ckan(None), "generate", "config", str(ini)])
    database = f"127.0.0.1:{postgres}"
    settings = {
        "sqlalchemy.url": f"postgresql://ckan_default:pass@{database}/ckan",
        "ckan.datastore.write_url": f"postgresql://ckan_default:pass@{database}/datastore",
        "ckan.datastore.read_url": f"postgresql://datastore_default:pass@{database}/datastore",
        "ckan.redis.url": f"redis://127.0.0.1:{redis}/0",
        "solr_url": f"http://127.0.0.1:{search}/solr/ckan",
        "ckan.site_url": url,
        "ckan.storage_path": str(folder / "storage"),
        "ckan.plugins": "datastore",
        "ckan.locale_default": "ja",
        "ckan.max_resource_size": str(LARGEST_MB),
    }
    text = ini.read_text("utf-8")
    for key in settings:
        text = re.sub(rf"^{re.escape(key)}\s*=.*\n", "", text, flags=re.MULTILINE)
    stated = "\n".join(f"{key} = {value}" for key, value in settings.items())
    ini.write_text(text.replace("[app:main]", f"[app:main]\n{stated}", 1), "utf-8")


def _set_up(folder: Path, binaries: Path, port: int) -> str:
    """Databases, an administrator, and the administrator's token."""
    sql = [str(binaries / "psql"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
    for statement in (
        "create role ckan_default login password 'pass'",
        "create role datastore_default login password 'pass'",
        "create database ckan owner ckan_default",
        "create database datastore owner ckan_default",
    ):
        _run([*sql, "-c", statement])
    rights, token = (
        text.encode()
        for text in json.loads(
            _run([str(ENVIRONMENT / "bin" / "python"), "-c", PREPARE, str(folder / "ckan.ini")])
            .decode()
            .splitlines()[-1]
        )
    )
    _run(sql, rights)
    return token.decode().split()[-1]


def _ckan(folder: Path | None) -> list[str]:
    return [str(ENVIRONMENT / "bin" / "ckan"), *(["-c", str(folder / "ckan.ini")] if folder else [])]


def _run(command: list[str], given: bytes | None = None) -> bytes:
    done = subprocess.run(command, input=given, capture_output=True, check=False, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"{command[:3]}: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def _spawn(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
