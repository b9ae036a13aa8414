"""Calls that exist on POSIX systems only: none outside of a guard, so that taikei can start on Windows. Static; nothing runs there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("taikei", "schemas", "extractors", "publishers", "workbench", "flows")
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "os": {
        "chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups", "getloadavg",
        "getpgid", "getpgrp", "getpriority", "getuid", "kill", "killpg", "lchown", "mkfifo", "mknod", "nice", "openpty",
        "sched_getaffinity", "setgid", "setpgid", "setpriority", "setsid", "setuid", "statvfs", "sync", "sysconf", "ttyname",
        "uname", "wait", "wait3", "wait4", "waitpid", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC",
    },
    "signal": {
        "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGUSR1", "SIGUSR2",
        "alarm", "pthread_kill", "setitimer", "sigwait",
    },
    "socket": {"AF_UNIX"},
    "time": {"tzset"},
}  # fmt: skip
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def findings(tree: ast.Module) -> Iterator[str]:
    """Each use outside of `try … except ImportError/AttributeError` and of a branch that asks for os.name."""
    guarded: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and {"ImportError", "AttributeError"} & {
            name.id for handler in node.handlers for name in ast.walk(handler) if isinstance(name, ast.Name)
        }:
            guarded |= {below for statement in node.body for below in ast.walk(statement)}
        if isinstance(node, ast.If) and "os.name" in ast.unparse(node.test):
            guarded |= set(ast.walk(node))
    for node in ast.walk(tree):
        if node in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in POSIX_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in POSIX_NAMES.get(node.value.id, set()):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in ("preexec_fn", "pass_fds"):
            yield f"{node.arg}="


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nos.fork()", ["os.fork"]),
        ("try:\n import fcntl\nexcept ImportError:\n fcntl = None", []),
        ("import fcntl", ["fcntl"]),
        ("import os\nif os.name != 'nt':\n os.kill(1, 9)", []),
    ],
)
def test_the_check_sees_what_it_should(source: str, found: list[str]) -> None:
    assert list(findings(ast.parse(source))) == found


def test_no_posix_call_is_unguarded() -> None:
    assert len(SOURCES) > 300
    seen = {path.relative_to(ROOT).as_posix(): list(findings(ast.parse(path.read_text("utf-8")))) for path in SOURCES}
    assert {path: found for path, found in seen.items() if found} == {}


def test_text_files_are_never_opened_in_the_encoding_of_the_system() -> None:
    """cp932 on a Japanese Windows would damage what is read or written."""
    careless = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = {keyword.arg for keyword in node.keywords}
            if (name == "read_text" and not node.args and "encoding" not in said) or (
                name == "write_text" and len(node.args) < 2 and "encoding" not in said
            ):
                careless.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not careless
