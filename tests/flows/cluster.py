"""A Dask scheduler, workers and S3-compatible storage, all on loopback and in processes of their own. IO."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.server import ThreadedMotoServer

KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
BUCKET = "taikei-test"
UP_SECONDS = 60
_COLOUR = re.compile("\x1b\\[[0-9;]*m")


@dataclass
class Storage:
    """Storage that answers, and what it was asked."""

    env: dict[str, str]
    files: Any
    asked: list[str] = field(default_factory=list)
    """Requests as they came: "GET /bucket/key"."""

    def fetches(self, name: str) -> int:
        """How often a file was read."""
        return sum(line.startswith("GET ") and line.partition("?")[0].endswith(name) for line in self.asked)


class _Asked(logging.Handler):
    def __init__(self, asked: list[str]) -> None:
        super().__init__()
        self._asked = asked

    def emit(self, record: logging.LogRecord) -> None:
        _, _, rest = _COLOUR.sub("", record.getMessage()).partition('"')
        self._asked.append(rest.partition(" HTTP/")[0])


@contextmanager
def storage() -> Iterator[Storage]:
    """S3 with one empty bucket."""
    import s3fs

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    log = logging.getLogger("werkzeug")
    files = s3fs.S3FileSystem(
        key="test",
        secret="test",
        endpoint_url=f"http://{host}:{port}",
        skip_instance_cache=True,
        use_listings_cache=False,
    )
    found = Storage({**KEYS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}, files)
    handler = _Asked(found.asked)
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        files.mkdir(BUCKET)
        yield found
    finally:
        log.removeHandler(handler)
        server.stop()


@contextmanager
def cluster(folder: Path, env: dict[str, str], workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address and its workers, each of one thread."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {**os.environ, **env, "DASK_LOGGING__DISTRIBUTED": "error"}
    dask = [sys.executable, "-m", "distributed.cli"]
    common = ["--host", "127.0.0.1", "--no-dashboard"]
    log = (folder / "cluster.log").open("wb")
    started = [
        _start([dask[0], "-m", "distributed.cli.dask_scheduler", *common, "--port", str(port)], folder, quiet, log)
    ]
    try:
        _wait_for(port)
        worker = [dask[0], "-m", "distributed.cli.dask_worker", address, *common, "--nthreads", "1", "--no-nanny"]
        started += [_start(worker, folder, quiet, log) for _ in range(workers)]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()
        log.close()


def _start(command: list[str], folder: Path, env: dict[str, str], log: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + UP_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the scheduler does not come up")
