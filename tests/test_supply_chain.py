"""The wheel is the same bytes wherever it is built, the list of parts is whole, and the audit finds what is known."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PACKAGES = ("taikei", "schemas", "extractors", "publishers", "workbench", "flows", "raw")
BIN = Path(sys.executable).parent


def wheel(folder: Path, mode: int, times: float) -> Path:
    """Built from a copy whose files have other modes and times."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    (folder / ".ci").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".ci/wheel.py"):
        shutil.copy(ROOT / name, folder / name)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else mode)
        os.utime(path, (times, times))
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    (built,) = (folder / "dist").iterdir()
    return built


def test_the_wheel_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "elsewhere" / "two").mkdir(parents=True)
    one = wheel(tmp_path / "one", 0o644, 1e9)
    two = wheel(tmp_path / "elsewhere" / "two", 0o600, 1.7e9)
    assert one.name == two.name
    assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()
    with zipfile.ZipFile(one) as archive:
        names = set(archive.namelist())
    sources = {
        (path.relative_to(ROOT) if package == "taikei" else "taikei" / path.relative_to(ROOT)).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in names if ".dist-info/" not in name} == sources
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.slow
def test_the_wheel_has_all_in_one_package_that_works(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with zipfile.ZipFile(wheel(tmp_path / "sources", 0o644, 1e9)) as archive:
        archive.extractall(tmp_path / "site-packages")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site-packages"), "PYTHONSAFEPATH": "1"}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("-c", IMPORT_ALL).strip() == "[]"
    (tmp_path / "plan.txt").write_text("第1章 健康\n 1 運動\n  (1) 体操の普及\n  (2) 散歩の推進\n", "utf-8")
    assert "散歩の推進" in run("-m", "taikei", "extract", "plan.txt")


IMPORT_ALL = """
import pkgutil, sys, taikei
skipped = ("taikei.workbench.migrations", "taikei.flows.on_dask")
for module in pkgutil.walk_packages(taikei.__path__, "taikei."):
    if not module.name.startswith(skipped):
        __import__(module.name)
assert "taikei.flows.run" in sys.modules
print(sorted({name.partition(".")[0] for name in sys.modules} & {"schemas", "extractors", "publishers", "workbench", "flows"}))
"""
"""Import every module of the wheel and print the names that should not be at the top."""


def test_the_lock_is_names_versions_and_hashes_and_nothing_else() -> None:
    pin = r"[a-z0-9][a-z0-9.-]*(?:\[[a-z0-9,-]+\])?==[0-9][0-9A-Za-z.+!]*(?: ; [a-z_]+ [^\\]+)?"
    digests = r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
    entry = re.compile(rf"{pin}{digests}\n")
    assert len(entry.findall(LOCK)) > 100
    assert entry.sub("", LOCK) == ""


def test_the_list_of_parts_names_what_is_locked(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    command = [BIN / "cyclonedx-py", "requirements", "--pyproject", ROOT / "pyproject.toml", "--output-reproducible"]
    command += ["--sv", "1.6", "--of", "JSON", "--no-validate", "-o", out, ROOT / "requirements.lock"]
    subprocess.run(command, check=True, capture_output=True)
    bill = json.loads(out.read_bytes())
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "taikei")
    plain = audit()._plain
    assert {(plain(part["name"]), part["version"]) for part in bill["components"]} == audit().locked(LOCK)
    assert all(reference["hashes"] for part in bill["components"] for reference in part["externalReferences"])
    assert str(ROOT) not in out.read_text("utf-8")
    assert "timestamp" not in bill["metadata"]


def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def advisory(id: str, name: str, *, modified: str = "", ecosystem: str = "PyPI", **more: object) -> dict[str, object]:
    affected = {"package": {"ecosystem": ecosystem, "name": name}, **more}
    return {"id": id, "modified": modified or datetime.now(UTC).isoformat(), "affected": [affected]}


def ranges(*events: dict[str, str]) -> dict[str, object]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


CASES: dict[str, tuple[dict[str, object], bool]] = {
    "named": (advisory("A", "Some_Package", versions=["1.9", "2.0.1"]), True),
    "not named": (advisory("A", "some-package", versions=["1.9"]), False),
    "from the first to the fix": (
        advisory("A", "some.package", **ranges({"introduced": "0"}, {"fixed": "2.0.2"})),
        True,
    ),
    "fixed": (advisory("A", "some-package", **ranges({"introduced": "0"}, {"fixed": "2.0.1"})), False),
    "later only": (advisory("A", "some-package", **ranges({"introduced": "2.0.2"})), False),
    "back again": (
        advisory(
            "A", "some-package", **ranges({"fixed": "1.5"}, {"introduced": "1"}, {"introduced": "2"}, {"fixed": "3"})
        ),
        True,
    ),
    "up to and with": (advisory("A", "some-package", **ranges({"introduced": "0"}, {"last_affected": "2.0.1"})), True),
    "up to before": (advisory("A", "some-package", **ranges({"introduced": "0"}, {"last_affected": "2.0"})), False),
    "not to be compared": (advisory("A", "some-package", **ranges({"introduced": "spring"})), True),
    "another world": (advisory("A", "some-package", ecosystem="npm", versions=["2.0.1"]), False),
    "another package": (advisory("A", "some-packages", versions=["2.0.1"]), False),
    "taken back": ({**advisory("A", "some-package", versions=["2.0.1"]), "withdrawn": "2026-01-01T00:00:00Z"}, False),
}


@pytest.mark.parametrize("case", CASES)
def test_an_advisory_is_read_as_osv_means_it(case: str) -> None:
    given, expected = CASES[case]
    assert audit().affects(given, "some-package", "2.0.1") is expected


def test_the_audit_says_what_it_found_and_when_it_found_nothing_to_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main = audit().main
    lock = tmp_path / "requirements.lock"
    lock.write_text("some-package==2.0.1 ; python_version < '3.12' \\\n    --hash=sha256:00\nother==1.0 \\\n", "utf-8")
    export = tmp_path / "all.zip"

    def write(*given: dict[str, object]) -> list[str]:
        with zipfile.ZipFile(export, "w") as archive:
            for number, each in enumerate(given):
                archive.writestr(f"{number}.json", json.dumps(each))
        return [str(lock), str(export)]

    assert main([str(lock)]) == 2
    assert main(write()) == 2
    assert main(write(advisory("GHSA-1", "unrelated", versions=["1"]))) == 0
    assert main(write(advisory("GHSA-2", "Other", versions=["1.0"]))) == 1
    assert "other 1.0: GHSA-2" in capsys.readouterr().out
    assert main(write(advisory("GHSA-3", "unrelated", modified="2020-01-01T00:00:00Z"))) == 2
    assert "stale" in capsys.readouterr().out
