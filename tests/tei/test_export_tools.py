"""The exports in the tools that are installed: every sentence and every link that the format has."""

from __future__ import annotations

import pytest

from benchmarks.export_tools import TOOLS, compared, with_hard_sentences
from benchmarks.exports import made_up


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.filterwarnings("ignore::corpus.errors.TextWarning")
def test_a_tool_has_the_corpus(tmp_path, monkeypatch, name):
    tool = TOOLS[name]
    if not tool.is_there:
        pytest.skip(f"{tool.needs} is not installed")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    corpus = with_hard_sentences(made_up(40))
    found = tool.links(corpus, tmp_path)
    for count in compared(corpus, found, whole=tool.whole):
        one, _, other = count.partition("/")
        assert one == other
    (first, second), *others = found[0]
    sentences, links = compared(corpus, [[(first, f"{second}!"), *others], *found[1:]], whole=tool.whole)
    assert sentences.partition("/")[0] != sentences.partition("/")[2]
    assert int(links.partition("/")[0]) == int(links.partition("/")[2]) - 1
