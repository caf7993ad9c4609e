"""
Fuzz the packages: ``python -m benchmarks.fuzz --cases 1000 --family md --seed 7``.

Each case is a small input with a few changes. It must end within 10 seconds of processor time and 1 GB, with a result
or an error of the packages. A case that does not is kept in a folder, and printed with the numbers that make it again:
``python -m benchmarks.fuzz --family md --seed 7 --case 123``. The exit code is 1 if there was one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fuzz.families import FAMILIES, Family
from benchmarks.fuzz.samples import Files
from corpus.errors import TeialignError
from corpus.escapes import visible
from corpus.messages import collected_messages

SECONDS, MEMORY = 10, 2**30
HANG = 120
"""Seconds, on a busy machine, after which a process is killed."""

CHUNK = 1000
"""Cases of one process, so that what it keeps does not count as memory of a case."""


def main() -> int:
    """Run the cases of one family or of all, and print a line for each family and each failure."""
    parser = argparse.ArgumentParser(description="Fuzz the packages.")
    parser.add_argument("--cases", type=int, default=1000, help="cases of each family")
    parser.add_argument("--family", choices=FAMILIES, action="append", help="may be repeated; all by default")
    parser.add_argument("--seed", type=int, default=0, help="another seed makes other cases")
    parser.add_argument("--case", type=int, help="run only the case of this number, and show its traceback")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for the inputs that failed")
    arguments = parser.parse_args()
    failures = 0
    for name in arguments.family or FAMILIES:
        family = FAMILIES[name]
        if arguments.case is not None:
            print(_outcome(family, family.case(arguments.seed, arguments.case)) or "held")
            continue
        start = time.monotonic()
        count = 0
        for number, problem in _failures(family, arguments.seed, arguments.cases):
            count += 1
            folder = arguments.keep / f"{name}-{arguments.seed}-{number}"
            _write(family.case(arguments.seed, number), folder)
            print(
                visible(f"{name} --seed {arguments.seed} --case {number}: {problem}\n    kept in {folder}"), flush=True
            )
        failures += count
        print(f"{name}: {arguments.cases} cases, {count} failed, {time.monotonic() - start:.0f} s", flush=True)
    return 1 if failures else 0


def _failures(family: Family, seed: int, cases: int) -> Iterator[tuple[int, str]]:
    """Yield the number of each case that failed, and what happened."""
    family.inputs()
    start = 0
    while start < cases:
        end = min(start + CHUNK, cases)
        receiver, sender = multiprocessing.Pipe(duplex=False)
        current = multiprocessing.Value("q", start)
        process = multiprocessing.Process(target=_work, args=(family, seed, range(start, end), sender, current))
        process.start()
        sender.close()
        seen, since = start, time.monotonic()
        while process.is_alive() or receiver.poll():
            if receiver.poll(0.2):
                try:
                    yield receiver.recv()
                except EOFError:
                    process.join()
                    break
            if current.value != seen:
                seen, since = current.value, time.monotonic()
            # The timer inside the process does not interrupt long work of a library in C.
            if time.monotonic() - since > HANG:
                process.kill()
        process.join()
        receiver.close()
        if process.exitcode:
            yield current.value, f"the process ended with {process.exitcode}"
            end = current.value + 1
        start = end


def _work(
    family: Family, seed: int, numbers: range, sender: multiprocessing.connection.Connection, current: Synchronized[int]
) -> None:
    _outcome(family, family.inputs()[0])
    size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGESIZE")
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    for number in numbers:
        current.value = number
        if problem := _outcome(family, family.case(seed, number)):
            sender.send((number, problem))


def _outcome(family: Family, files: Files) -> str:
    """Return what is wrong with how a case ended; empty if nothing is."""

    def stop(*_: object) -> None:
        raise TimeoutError

    with TemporaryDirectory(prefix="fuzz-") as temporary, collected_messages():
        folder = Path(temporary, "input")
        _write(files, folder)
        signal.signal(signal.SIGPROF, stop)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            family.use(folder)
        except TeialignError as error:
            if visible(str(error)) != str(error) or "\n" in str(error):
                return f"not one visible line: {error!r}"
        except TimeoutError:
            return f"more than {SECONDS} seconds\n{traceback.format_exc(limit=-6)}"
        except MemoryError:
            return f"more than {MEMORY >> 20} MiB\n{traceback.format_exc(limit=-6)}"
        except Exception:
            return traceback.format_exc(limit=-6)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def _write(files: Files, folder: Path) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
