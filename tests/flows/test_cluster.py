"""The same flow on a Dask cluster, raw/ and results on S3-compatible storage; a worker that dies in the middle."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.extract import extract
from flows.gate import CLIENT_PASSWORD
from publishers.extraction_json import to_json
from tests.flows.cluster import BUCKET, Storage, cluster, storage
from tests.flows.prefect_api import ask
from tests.flows.towns import TOWNS, put_sample, put_towns

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

RAW = Path(__file__).parents[2] / "raw"
SAMPLE = RAW / "sample-ruled-table"
TAIKEI = str(Path(sys.executable).parent / "taikei")
MANY = 10
"""Documents of the run in which a worker dies."""

PATIENCE = 300.0
"""Seconds, on a busy machine."""

Cluster = tuple[str, list[subprocess.Popen[bytes]]]


@pytest.fixture(scope="module")
def s3() -> Iterator[Storage]:
    with storage() as found:
        yield found


@pytest.fixture(scope="module")
def two_workers(s3: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler's address, and its workers."""
    with cluster(tmp_path_factory.mktemp("cluster"), s3.env, 2) as found:
        yield found


def run(folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    return subprocess.Popen([TAIKEI, "run"], cwd=folder, env=env, stdout=-1, stderr=-1, text=True)


def settings(s3: Storage, server: dict[str, str], address: str, name: str) -> dict[str, str]:
    """Of a run on the cluster."""
    return {
        **server,
        **s3.env,
        "DASK_SCHEDULER_ADDRESS": address,
        "TAIKEI_RAW_URL": f"s3://{BUCKET}/{name}/raw",
        "TAIKEI_RESULTS_URL": f"s3://{BUCKET}/{name}/results",
    }


def test_raw_and_results_on_shared_storage(
    s3: Storage, two_workers: Cluster, server: dict[str, str], begun: str, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    put_towns(raw)
    put_sample(raw)
    s3.files.put(str(raw), f"{BUCKET}/all/raw", recursive=True)
    documents = [path for path in raw.glob("*/*") if path.name != "source.toml"]
    assert len(documents) == 4
    absent, wrong = "132021-absent", "132021-wrong"
    manifest = (SAMPLE / "source.toml").read_text("utf-8")
    digest = hashlib.sha256((SAMPLE / "sample.pdf").read_bytes()).hexdigest()
    for name in (absent, wrong):
        # Of their own: what was read of a document with the same digest would do for these.
        other = manifest.replace(digest, hashlib.sha256(name.encode()).hexdigest())
        s3.files.pipe(f"{BUCKET}/all/raw/{name}/source.toml", other.encode())
    s3.files.pipe(f"{BUCKET}/all/raw/{wrong}/sample.pdf", b"%PDF-1.4 another")
    env = settings(s3, server, two_workers[0], "all")

    first = run(tmp_path / "first", env)
    _, said = first.communicate()
    assert first.returncode == 1, said
    assert f"{absent}: 文書「sample.pdf」がフォルダーにありません。" in said
    assert f"{wrong}: 文書「sample.pdf」の sha256 が source.toml と違います。" in said
    for document in documents:
        kept = tmp_path / "first" / "build" / "extracted" / f"{document.parent.name}.json"
        assert kept.read_text("utf-8") == to_json(extract(document)), document
        assert s3.fetches(f"{document.parent.name}/{document.name}") == 1
    kept_results = {path for path in s3.files.ls(f"{BUCKET}/all/results") if "/extract-" in path}
    assert len(kept_results) == len(documents)

    second = run(tmp_path / "second", env)
    _, said = second.communicate()
    assert second.returncode == 1, said
    assert all(s3.fetches(f"{path.parent.name}/{path.name}") == 1 for path in documents), "read twice"
    for name in ("policy", "plan"):
        tables = [tmp_path / run / "published" / "latest" / "csv" / f"{name}.csv" for run in ("first", "second")]
        assert tables[0].read_bytes() == tables[1].read_bytes()


def test_the_tasks_of_a_cluster_s_run_are_in_prefect_s_pages(server: dict[str, str], begun: str) -> None:
    """Of the runs of the test before: every document is a task of its own, with its title and its end."""

    def tasks() -> Counter[str]:
        found = ask(server["PREFECT_API_URL"], server[CLIENT_PASSWORD], "task_runs/filter")
        ours = [one for one in found if one["created"] >= begun and one["name"].startswith("文書を読む")]
        return Counter(f"{one['name']} {one['state_name']}" for one in ours)

    end = time.monotonic() + PATIENCE
    while (seen := tasks()).total() < 12 or any("Running" in name or "Pending" in name for name in seen):
        assert time.monotonic() < end, seen
        time.sleep(0.5)
    towns = [f"文書を読む 第3次{town}学びの計画" for town, _ in TOWNS.values()]
    assert all(seen[f"{town} {state}"] == 1 for town in towns for state in ("Completed", "Cached")), seen


@pytest.fixture(scope="module")
def begun() -> str:
    """When the first run of this file can have begun; the server keeps those of other files, too."""
    return datetime.now(UTC).isoformat()


def test_a_worker_killed_in_the_middle_costs_its_document_alone(
    s3: Storage, two_workers: Cluster, server: dict[str, str], tmp_path: Path
) -> None:
    """The last test of this cluster: it goes on with one worker."""
    address, workers = two_workers
    manifest = (SAMPLE / "source.toml").read_text("utf-8").replace('role = "sample"\n', "")
    pdf = (SAMPLE / "sample.pdf").read_bytes()
    for number in range(MANY):
        document = pdf + b"%% %d\n" % number
        lines = [
            f'sha256 = "{hashlib.sha256(document).hexdigest()}"' if line.startswith("sha256") else line
            for line in manifest.splitlines()
        ]
        folder = f"{BUCKET}/kill/raw/132021-plan-{number}"
        s3.files.pipe({f"{folder}/source.toml": "\n".join(lines).encode(), f"{folder}/sample.pdf": document})

    def fetched() -> list[int]:
        return [s3.fetches(f"132021-plan-{number}/sample.pdf") for number in range(MANY)]

    running = run(tmp_path, settings(s3, server, address, "kill"))
    while sum(fetched()) < MANY // 2:
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    os.kill(workers[0].pid, signal.SIGKILL)
    _, said = running.communicate()
    assert running.returncode == 0, said
    assert sorted(fetched()) in ([1] * MANY, [1] * (MANY - 1) + [2])
    assert len(list((tmp_path / "build" / "extracted").glob("*.json"))) == MANY


def test_a_cluster_that_does_not_answer(server: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "raw" / "132021-plan").mkdir(parents=True)
    running = run(tmp_path, {**server, "DASK_SCHEDULER_ADDRESS": "tcp://127.0.0.1:1"})
    _, said = running.communicate()
    assert running.returncode == 3
    assert "Dask のスケジューラー（tcp://127.0.0.1:1）につながりません" in said
    assert "Traceback" not in said
