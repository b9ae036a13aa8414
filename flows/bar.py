"""The progress bar (進み具合). IO: the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[str, int, int], None]
"""What is being done, how many of how many are done."""


@contextmanager
def bar() -> Iterator[Tell]:
    """A bar on the terminal; nothing in pipes and logs."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        shown = progress.add_task("", total=None)

        def tell(what: str, done: int, total: int) -> None:
            progress.update(shown, description=what, completed=done, total=total)

        yield tell
