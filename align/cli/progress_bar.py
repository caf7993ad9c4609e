"""A bar that fills while something long is done."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Bar:
    """Shows on a terminal what is being done and how far it is; elsewhere nothing."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """
        Show a step.

        Args:
            step: what is being done.
            done: how much of it is done.
            total: how much there is; 0 where that is not known.
        """
        if total:
            self._progress.update(self._task, description=step, completed=done, total=total)
        else:
            # A task that has a total cannot lose it.
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task(step, total=None)
