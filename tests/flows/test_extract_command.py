"""`taikei extract`: exit codes, one sentence for each refused input, light imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractors.extract import extract
from flows.command import main
from publishers.extraction_json import to_json

PLAN = """第2次星見町学びの計画

基本目標1 学びの場をつくる
 (1) 講座を開く
  ・昼の講座
  ・夜の講座
 (2) 施設を整える
  ・図書室
基本目標2 学びを生かす
 (1) 発表の場をつくる
  ・文化祭
"""
SAMPLE = Path(__file__).parents[2] / "raw" / "sample-ruled-table" / "sample.pdf"


def taikei(*arguments: object, **settings: str) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)], env=settings)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


def test_one_file_goes_to_standard_output(plan: Path) -> None:
    result = taikei(plan)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == to_json(extract(plan))
    assert json.loads(result.stdout)["source"]["file"] == "plan.txt"


def test_several_files_go_to_a_folder_and_a_bad_one_stops_none(plan: Path, tmp_path: Path) -> None:
    encrypted, truncated = tmp_path / "encrypted.pdf", tmp_path / "truncated.pdf"
    encrypted.write_bytes(_encrypted("secret"))
    truncated.write_bytes(SAMPLE.read_bytes()[:20_000])
    bad = {
        "empty.txt": b"",
        "binary.bin": bytes(range(256)) * 20,
        "garbled.txt": b"\xff\xfe\xd8" * 40,
        "word.docx": b"PK\x03\x04" + bytes(100),
        "header.pdf": b"%PDF-1.7\n",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "new" / "out"

    result = taikei(*(tmp_path / name for name in bad), encrypted, truncated, plan, "--out", out)

    assert result.exit_code == 1
    assert (out / "plan.json").read_text("utf-8") == to_json(extract(plan))
    sentences = result.stderr.splitlines()
    refused = [*bad, "encrypted.pdf", "truncated.pdf"]
    for name in refused:
        said = [line for line in sentences if f"/{name}: " in line]
        assert len(said) == 1, name
        assert said[0].endswith("。"), said
        assert json.loads((out / f"{Path(name).stem}.json").read_text("utf-8"))["error"], name
    assert len(sentences) == len(refused)
    assert not list(out.glob(".*"))


def _encrypted(password: str) -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=password)
    canvas.drawString(72, 720, "1 One")
    canvas.save()
    return target.getvalue()


def test_the_password_comes_from_the_environment_and_is_not_repeated(tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(_encrypted("open-sesame"))
    without = taikei(locked)
    assert json.loads(without.stdout)["error"]["code"] == "encrypted"
    wrong = taikei(locked, "--password-env", "PLAN_PASSWORD", PLAN_PASSWORD="hush-hush")
    assert json.loads(wrong.stdout)["error"]["code"] == "encrypted"
    right = taikei(locked, "--password-env", "PLAN_PASSWORD", PLAN_PASSWORD="open-sesame")
    assert (json.loads(right.stdout)["error"] or {}).get("code") != "encrypted"
    for result in (without, wrong, right):
        assert "hush-hush" not in result.output
        assert "open-sesame" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "FILE"),
        (("nowhere.pdf",), "nowhere.pdf がありません"),
        (("a.txt", "nowhere.pdf", "--out", "OUT"), "nowhere.pdf がありません"),
        (("DIR",), "/DIR はフォルダーです"),
        (("a.txt", "b.txt"), "--out"),
        (("x/a.txt", "y/a.pdf", "--out", "OUT"), "a.json"),
        (("a.txt", "--password-env", "NOT_SET_ANYWHERE"), "NOT_SET_ANYWHERE"),
        (("a.txt", "--out", "FILE/below"), "below"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("FILE", "a.txt", "b.txt", "x/a.txt", "y/a.pdf", "DIR/"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if name.endswith("/") else path.touch()
    result = taikei(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_unforeseen_error_costs_one_document(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_first(path: Path, password: str | None = None, **_: object) -> object:
        if path.name == "first.txt":
            raise RecursionError("too deep")
        return extract(path, password)

    monkeypatch.setattr("extractors.guard.extract_guarded", fails_on_first)
    (tmp_path / "first.txt").touch()
    result = taikei(tmp_path / "first.txt", plan, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "first.txt" in result.stderr
    assert "RecursionError" in result.stderr
    assert (tmp_path / "out" / "plan.json").is_file()


def test_a_text_document_loads_no_heavy_library(plan: Path) -> None:
    code = (
        "import sys; from flows.command import main\n"
        "try: main(['extract', sys.argv[1]])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "heavy = {'prefect', 'pandas', 'pandera', 'pdfplumber', 'pypdfium2', 'rich', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(plan)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_interrupted_it_says_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(path: Path, password: str | None = None, **_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractors.guard.extract_guarded", interrupted)
    result = taikei(plan)
    assert result.exit_code == 130
    assert "中断しました" in result.stderr
