"""
The command line: a module for each command, which reads its arguments, calls the packages and prints the result.

Whatever takes time is imported once signals are handled, so that a command can be interrupted from the first moment.
"""

from __future__ import annotations

import signal
import sys
import threading


def main() -> None:
    """Run the command line: exit code 0 when the work was done, 2 when the input was wrong."""
    _end_on_signals()
    from align.cli.program import run_program

    run_program(sys.argv[1:])


def _end_on_signals() -> None:
    """Turn the signals by which systems end a command into exceptions, so that what was begun is undone."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        return
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    for number in numbers:
        # What nohup, or a shell that starts a command in the background, has ignored stays ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)
