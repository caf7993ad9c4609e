"""A progress bar for long work."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from corpus.escapes import visible


class Bar:
    """A progress bar on a terminal; elsewhere nothing is shown."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
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
            step: the step, in a few words.
            done: steps that are done.
            total: number of steps; 0 where it is not known.
        """
        step = visible(step)
        if total:
            self._progress.update(self._task, description=step, completed=done, total=total)
        else:
            # A task that has a total cannot lose it.
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task(step, total=None)
