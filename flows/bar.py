"""The progress bar (進み具合). IO: the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[str, int, int], None]
"""What is being done, how many of how many are done."""


@contextmanager
def bar(verbose: bool = False) -> Iterator[Tell]:
    """A bar on the terminal. In pipes and logs nothing, or with verbose one line per step."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    if verbose and not console.is_terminal:
        yield lambda what, done, total: console.print(_step(what, done, total), markup=False)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        shown = progress.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(shown, description=_step(what, done, total), completed=done, total=total)

        yield tell


def _step(what: str, done: int, total: int) -> str:
    """For example "3/8 第2次つくば市生涯学習推進基本計画"; without numbers where there is one step."""
    return f"{min(done + 1, total)}/{total} {what}" if total > 1 else what
