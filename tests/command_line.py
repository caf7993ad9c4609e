"""The command line, run in this process."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from align.cli import main

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def align(*arguments: object, cwd: Path = ROOT, **environment: str) -> Done:
    """Run the command line in this process, as in one of its own without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    variables = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    with (
        patch.object(signal, "signal"),
        warnings.catch_warnings(),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        patch.object(sys, "argv", ["align", *map(str, arguments)]),
        patch.dict("os.environ", variables | {"COLUMNS": "120"} | environment, clear=True),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())
