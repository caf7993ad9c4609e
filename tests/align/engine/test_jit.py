"""Loops are compiled once their steps, over all calls, cost as much as compiling does, and give the same result."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from align import align_documents, load_encoder
from align.engine import jit
from align.engine.jit import compiled
from corpus import Document, LineSegmenter, Metadata, SourceBlock, SourceText, build_document


def total(count: int) -> int:
    found = 0
    for number in range(count):
        found += number
    return found


def test_steps_add_up_over_calls() -> None:
    with patch.object(jit, "MIN_STEPS", 100), patch.object(jit, "_steps_taken", Counter()):
        first, second, third = (compiled(total, 40) for _ in range(3))
        assert first is second is total
        assert third is not total
        assert third(40) == total(40)
        assert compiled(total, 1) is third
        assert compiled(len, 100) is len


def test_the_folder_for_the_code_is_a_convenience(tmp_path: Path) -> None:
    """It has gone once the code is to be written into it."""
    (tmp_path / "own.py").write_text(inspect.getsource(total), "utf-8")
    code = (
        "from own import total; from align.engine import jit; import pathlib, shutil\n"
        "call = jit.compiled(total, 10**9)\n"
        "shutil.rmtree('folder', ignore_errors=True); pathlib.Path('folder').touch()\n"
        "assert call(5) == call(5) == 10"
    )
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    environment = {**os.environ, "PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(tmp_path / "folder")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def document(name: str, texts: list[str]) -> Document:
    blocks = tuple(SourceBlock("p", "\n".join(texts[start : start + 4])) for start in range(0, len(texts), 4))
    return build_document(SourceText(blocks, Metadata()), LineSegmenter(), id=name, language="en", role="version")


def test_what_was_aligned_before_changes_nothing() -> None:
    things = ("house", "river", "wheel", "garden", "letter", "soldier", "window")
    ends = ("", "?", "!")
    texts = [f"The {things[n % 7]} of the {things[n * n % 5]} has {n} doors{ends[n % 3]}" for n in range(40)]
    joined = " ".join(texts[20:22])
    source, target = document("a", texts), document("b", [*texts[:9], *texts[11:20], joined, *texts[22:]])
    encoder = load_encoder()
    found = []
    for few in (10**12, -1):
        with patch.object(jit, "MIN_STEPS", few), patch.object(jit, "_steps_taken", Counter()):
            found.append(align_documents(source, [target], encoder))
    assert found[0] == found[1]
    assert {bead.type for bead in found[0][0].beads} >= {"1-1", "1-0", "2-1"}
