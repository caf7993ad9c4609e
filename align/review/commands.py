"""The commands of the page: what each needs, and the change that it makes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from unicodedata import category

from align.review import operations, text_operations
from align.review.changes import Change, Mark, Replacement
from align.review.draft import Draft
from align.review.linking import Person, RefusedError, Runs
from align.review.pair import Pair

MAX_NOTE = 2000
"""Characters of a note at most."""


def change_of(draft: Draft, request: Mapping[str, Any], person: Person, taken: Collection[str]) -> Change:
    """
    Return the change that a command makes.

    Args:
        draft: the corpus as edited so far.
        request: the name of the command as ``command``, the version as ``version``, a sentence of the link as ``at``,
            and what else the command needs.
        person: who gives it.
        taken: ids that are in use in the files.

    Raises:
        RefusedError: it cannot be done, or something is missing.
        StaleError: what it is about is no longer there.
    """
    name = _text(request, "command")
    if name in {"split-sentence", "merge-sentences", "correct-text"}:
        return _text_change(draft, name, request, taken)
    pair = draft.pair(_text(request, "version"))
    return Change(name, (_replacement(name, pair, request, person),))


def _text_change(draft: Draft, name: str, request: Mapping[str, Any], taken: Collection[str]) -> Change:
    identifier = _text(request, "sentence")
    match name:
        case "split-sentence":
            offset = request.get("offset")
            if not isinstance(offset, int) or isinstance(offset, bool):
                raise RefusedError("offset must be a number of characters")
            return text_operations.split_sentence(draft, identifier, offset, taken)
        case "merge-sentences":
            return text_operations.merge_sentences(draft, identifier)
        case _:
            return text_operations.correct_text(draft, identifier, _text(request, "text"))


def _replacement(name: str, pair: Pair, request: Mapping[str, Any], person: Person) -> Replacement:  # noqa: PLR0911
    row = pair.row(_text(request, "at"))
    match name:
        case "merge-previous":
            return operations.merge(pair, row, person, "previous")
        case "merge-next":
            return operations.merge(pair, row, person, "next")
        case "split":
            return operations.split(pair, row, person, _ids(request, "before"))
        case "source-up" | "target-up":
            return operations.shift(pair, row, person, "previous", "source" if name == "source-up" else "target")
        case "source-down" | "target-down":
            return operations.shift(pair, row, person, "next", "source" if name == "source-down" else "target")
        case "swap":
            return operations.swap(pair, row, person)
        case "link":
            return operations.link(pair, _ids(request, "ids"), person)
        case "unlink":
            return operations.unlink(pair, _ids(request, "ids") or pair.link(pair.beads[row]).ids, person)
        case "confirm":
            return operations.confirm(pair, [row], person)
        case "confirm-all":
            return operations.confirm(pair, range(row + 1), person)
        case "choose":
            return operations.choose(pair, _runs(pair, request), person)
        case "doubt" | "bookmark":
            return operations.set_mark(pair, row, _mark(name, pair.mark(pair.beads[row]), request))
    raise RefusedError(f"there is no command {name!r}")


def _mark(name: str, mark: Mark, request: Mapping[str, Any]) -> Mark:
    if name == "bookmark":
        return replace(mark, bookmarked=not mark.bookmarked)
    note = request.get("note")
    if note is None:
        return replace(mark, doubt=None)
    if not isinstance(note, str):
        raise RefusedError("a note is text")
    if len(note) > MAX_NOTE:
        raise RefusedError(f"a note has at most {MAX_NOTE} characters")
    note = " ".join(note.split())
    if any(category(character) == "Cc" for character in note):
        raise RefusedError("the note has control characters")
    return replace(mark, doubt=note)


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise RefusedError(f"{key} is missing")
    return value


def _ids(request: Mapping[str, Any], key: str) -> list[str]:
    value = request.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise RefusedError(f"{key} must be a list of ids")
    return value


def _runs(pair: Pair, request: Mapping[str, Any]) -> list[Runs]:
    links = request.get("links")
    if not isinstance(links, list) or not all(isinstance(each, dict) for each in links):
        raise RefusedError("links must be a list")
    runs = [
        (pair.source.run(tuple(_ids(each, "source"))), pair.target.run(tuple(_ids(each, "target")))) for each in links
    ]
    places = [(side, number) for each in runs for side, run in enumerate(each) for number in run]
    if not places or len(places) != len(set(places)) or not all(map(any, runs)):
        raise RefusedError("each link needs sentences, and no sentence may be in two")
    return runs
