"""A PostgreSQL on 127.0.0.1 for the tests, with its data in a temporary folder; it can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from glob import glob
from pathlib import Path

import psutil

NEEDED = "PostgreSQL (apt-get install postgresql, or: make system-deps)"
START_SECONDS = 60.0


def binaries() -> Path | None:
    """Folder of initdb, which Debian keeps off the path."""
    found = [*sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True), shutil.which("initdb")]
    return next((Path(path).parent for path in found if path), None)


@dataclass
class Postgres:
    """One server."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls) -> Postgres:
        """Make its data and start it. It refuses to run as root: then the system's user postgres runs it, which pytest's
        own temporary folders are closed to.
        """
        programs = binaries()
        assert programs is not None, NEEDED
        folder = Path(tempfile.mkdtemp(prefix="taikei-postgres-"))
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, "postgres")
        server = cls(folder, _free_port())
        initdb = [str(programs / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "-N"]
        subprocess.run([*server.become(), *initdb, "-U", "postgres"], check=True, capture_output=True, cwd="/")
        server.start()
        return server

    def start(self) -> None:
        """Start it, and return when it answers."""
        programs = binaries()
        assert programs is not None
        data = self.home / "data"
        command = [*self.become(), str(programs / "postgres"), "-D", str(data)]
        for setting in (f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={data}"):
            command += ["-c", setting]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        end = time.monotonic() + START_SECONDS
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode != 0:
            assert time.monotonic() < end, (self.home / "log").read_text("utf-8", "replace")[-2000:]
            time.sleep(0.1)

    def kill(self) -> None:
        """As a crash of the machine would: the postmaster and all of its processes at once."""
        assert self.process is not None
        postmaster = psutil.Process(self.process.pid)
        for process in (*postmaster.children(recursive=True), postmaster):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it in order, and take its data away."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown
            self.process.wait(30)
        shutil.rmtree(self.home, ignore_errors=True)

    def database(self, name: str) -> str:
        """A new empty database; its URL."""
        programs = binaries()
        assert programs is not None
        sql = [str(programs / "psql"), "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([*sql, "-c", f'create database "{name}"'], check=True, capture_output=True)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def become(self) -> list[str]:
        """What goes before its commands."""
        if os.geteuid() != 0:
            return []
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
