"""What the page asks for and what it is answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from align.review import view
from align.review.assistant import Assistant
from align.review.changes import Change, Replacement
from align.review.commands import change_of
from align.review.linking import RefusedError
from align.review.pair import Pair, StaleError
from align.review.queues import QUEUES, noted, place_in, search
from align.review.security import json_response
from align.review.session import Session
from align.review.suggestions import moved_links
from corpus.errors import TeialignError

_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

_MAX_SKIPPED = 1000

_CHOICES = 4
"""Alternatives of a link that are shown at most, so that the links around it stay in sight."""

_REALIGN = "align again"

_Answer = Callable[[Request], Awaitable[Mapping[str, Any]]]


class Api:
    """
    The answers to the page.

    Args:
        session: the review.
        assistant: what suggests links.
        messages: what is to be told when the page opens.
        version: the version that the page begins with; empty for the first.

    Attributes:
        fault: why the TEI files could not be written; empty if they could.
        saving_time: how long writing them took, in seconds.
    """

    def __init__(self, session: Session, assistant: Assistant, messages: Sequence[str], version: str) -> None:
        self._session = session
        self._assistant = assistant
        self._messages = list(messages)
        self._version = version
        self._saving = asyncio.Lock()
        self._changed = time.monotonic()
        self.fault = ""
        self.saving_time = 0.0
        for pair in session.draft.pairs:
            # What the first page needs is cached before it is asked for.
            view.rows_json(session.draft, pair, 0, 1, session.faults)

    def application(self) -> Starlette:
        """Return the application that answers, the page itself included."""
        gets = {
            "state": self._state,
            "rows": self._rows,
            "go": self._go,
            "strip": self._strip,
            "choices": self._choices,
            "again": self._again,
            "sentence": self._sentence,
        }
        posts = {"do": self._do, "undo": self._undo, "redo": self._redo, "again": self._realign, "save": self._save}
        routes = [Route(f"/api/{name}", _answered(answer), methods=["GET"]) for name, answer in gets.items()]
        routes += [Route(f"/api/{name}", _answered(answer), methods=["POST"]) for name, answer in posts.items()]
        routes += [Route(path, _file(data, kind)) for path, (data, kind) in _page().items()]
        return Starlette(routes=routes)

    async def save(self) -> None:
        """Write the TEI files; what prevents it is told on the page."""
        async with self._saving:
            start = time.monotonic()
            try:
                await asyncio.to_thread(self._session.save)
                self.fault = ""
            except TeialignError as error:
                self.fault = str(error)
            self.saving_time = time.monotonic() - start

    @property
    def idle(self) -> float:
        """Seconds since the last decision."""
        return time.monotonic() - self._changed

    def _pair(self, values: Mapping[str, Any]) -> Pair:
        version = values.get("version")
        if not isinstance(version, str):
            raise RefusedError("version is missing")
        return self._session.draft.pair(version)

    def _status(self) -> dict[str, Any]:
        history = self._session.history
        undo = history.changes[history.done - 1].name if history.done else None
        redo = history.changes[history.done].name if history.done < len(history.changes) else None
        return {
            "revision": self._session.revision,
            "saved": self._session.is_saved,
            "fault": self.fault,
            "undo": undo,
            "redo": redo,
            "figures": view.figures_json(self._session.draft),
        }

    async def _state(self, _request: Request) -> Mapping[str, Any]:
        draft = self._session.draft
        return {
            "name": draft.name,
            "by": self._session.person.name,
            "writable": self._session.writable,
            "messages": self._messages,
            "version": self._version,
            "pivot": view.version_json(draft.pairs[0].source.document),
            "versions": [view.version_json(pair.target.document) for pair in draft.pairs],
            **self._status(),
        }

    async def _rows(self, request: Request) -> Mapping[str, Any]:
        pair = self._pair(request.query_params)
        first, last = (_number(request, name) for name in ("first", "last"))
        rows = view.rows_json(self._session.draft, pair, first, last, self._session.faults)
        return {"revision": self._session.revision, "total": len(pair.beads), "rows": rows}

    async def _go(self, request: Request) -> Mapping[str, Any]:
        """Answer which row of a queue comes next, or where a sentence is."""
        pair, query = self._pair(request.query_params), request.query_params
        at = query.get("at", "")
        row = pair.row(at) if at else None
        name = query.get("queue", "")
        if name == "search":
            found = await asyncio.to_thread(search, pair, query.get("pattern", ""), is_regex="regex" in query)
        elif name == "faults":
            found = noted(pair, self._session.faults)
        elif name in QUEUES:
            found = QUEUES[name](pair)
        else:
            raise RefusedError(f"there is no queue {name!r}")
        skipped = set()
        for identifier in query.get("skipped", "").split()[:_MAX_SKIPPED]:
            try:
                skipped.add(pair.row(identifier))
            except StaleError:
                continue
        place = place_in(found, row, -1 if query.get("step") == "-1" else 1, skipped)
        anchor = None if place.row is None else pair.anchor(pair.beads[place.row])
        return {"row": place.row, "id": anchor, "position": place.position, "total": place.total}

    async def _strip(self, request: Request) -> Mapping[str, Any]:
        pair = self._pair(request.query_params)
        return {"total": len(pair.beads), "cells": view.strip_json(pair)}

    async def _choices(self, request: Request) -> Mapping[str, Any]:
        """Answer the alternatives of a link; they are not ready as long as the texts are encoded."""
        pair = self._pair(request.query_params)
        row = pair.row(request.query_params.get("at", ""))
        suggester = self._assistant.suggester(pair)
        if suggester is None:
            return {"ready": False, "fault": self._assistant.fault(pair.version), "choices": []}
        found = await asyncio.to_thread(suggester.alternatives, pair, row, _CHOICES)
        return {"ready": True, "fault": "", "choices": [view.alternative_json(pair, each) for each in found]}

    async def _sentence(self, request: Request) -> Mapping[str, Any]:
        identifier = request.query_params.get("id", "")
        for text in self._session.draft.texts:
            number = text.numbers.get(identifier)
            if number is not None:
                return {"id": identifier, "text": text.document.sentences[number].text}
        raise StaleError(f"there is no sentence {identifier!r}")

    async def _again(self, request: Request) -> Mapping[str, Any]:
        """Answer how the links around some rows would be if they were aligned again."""
        pair = self._pair(request.query_params)
        found = self._aligned_anew(pair, request.query_params.get("ids", "").split())
        moved = sum(map(moved_links, found))
        links = [link for each in found for link in each.new] if moved else []
        rows = sorted((bead for bead in map(pair.bead, links)), key=lambda bead: (bead.source.start, bead.target.start))
        same = {(bead.source, bead.target) for bead in pair.beads}
        shown = [
            {
                "source": view.sentences_json(pair.source, bead.source),
                "target": view.sentences_json(pair.target, bead.target),
                "p": bead.confidence,
            }
            for bead in rows
            if (bead.source, bead.target) not in same
        ]
        return {"moved": moved, "links": shown}

    def _aligned_anew(self, pair: Pair, ids: Sequence[str]) -> tuple[Replacement, ...]:
        suggester = self._assistant.suggester(pair)
        if suggester is None or not ids:
            return ()
        rows = [pair.row(identifier) for identifier in ids]
        return suggester.aligned_anew(pair, range(min(rows), max(rows) + 1))

    async def _do(self, request: Request) -> Mapping[str, Any]:
        values = await self._values(request)
        change = change_of(self._session.draft, values, self._session.person, self._session.taken_ids)
        if values.get("again") is True and change.name not in {"confirm", "confirm-all", "doubt", "bookmark"}:
            change = self._with_surroundings(change)
        self._session.do(change)
        return self._done(change)

    def _with_surroundings(self, change: Change) -> Change:
        """Return a change of links together with what the aligner changes around it."""
        if change.edit or not change.replacements:
            return change
        [replacement] = change.replacements
        pair = self._session.draft.after(change).pair(replacement.version)
        found = self._aligned_anew(pair, [link.ids[0] for link in replacement.new])
        return replace(change, replacements=(replacement, *found))

    async def _undo(self, request: Request) -> Mapping[str, Any]:
        await self._values(request)
        return self._done(self._session.undo().inverse)

    async def _redo(self, request: Request) -> Mapping[str, Any]:
        await self._values(request)
        return self._done(self._session.redo())

    async def _realign(self, request: Request) -> Mapping[str, Any]:
        values = await self._values(request)
        pair = self._pair(values)
        ids = values.get("ids")
        found = self._aligned_anew(pair, ids if isinstance(ids, list) else [])
        if not found:
            raise RefusedError("nothing changes when they are aligned again")
        change = Change(_REALIGN, found)
        self._session.do(change)
        return self._done(change)

    async def _save(self, request: Request) -> Mapping[str, Any]:
        await _json(request)
        await self.save()
        return self._status()

    async def _values(self, request: Request) -> dict[str, Any]:
        """Return what a request sends, if it was made for what is there now."""
        values = await _json(request)
        revision = values.get("revision")
        if isinstance(revision, bool) or revision != self._session.revision:
            raise StaleError("another tab has changed the corpus meanwhile; this one shows the changes now")
        self._changed = time.monotonic()
        return values

    def _done(self, change: Change) -> dict[str, Any]:
        result = self._status() | {"changed": change.name}
        if change.replacements:
            first = change.replacements[0]
            pair = self._session.draft.pair(first.version)
            links = first.new
            rows = sorted(pair.row(link.ids[0]) for link in links)
            result |= {"version": first.version, "row": rows[0], "id": pair.anchor(pair.beads[rows[0]])}
            result["touched"] = [pair.anchor(pair.beads[row]) for row in (rows[0], rows[-1])]
            result["moved"] = sum(map(moved_links, change.replacements[1:]))
        return result


async def _json(request: Request) -> dict[str, Any]:
    try:
        values = json.loads(await request.body())
        json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RefusedError("the request is not JSON") from error
    if not isinstance(values, dict):
        raise RefusedError("the request is not an object")
    return values


def _number(request: Request, name: str) -> int:
    value = request.query_params.get(name, "")
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise RefusedError(f"{name} is not a number")
    return int(value)


def _answered(answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            return json_response(await answer(request))
        except StaleError as error:
            return json_response({"error": error.problem}, 409)
        except RefusedError as error:
            return json_response({"error": error.problem}, 422)
        except TeialignError as error:
            return json_response({"error": str(error)}, 422)

    return respond


def _file(data: bytes, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def respond(_request: Request) -> Response:
        return Response(data, media_type=kind)

    return respond


def _page() -> dict[str, tuple[bytes, str]]:
    """Return the files of the page and their types, by their paths."""
    found = {}
    for file in files("align.review").joinpath("page").iterdir():
        kind = _TYPES.get(file.name.rpartition(".")[2])
        if kind:
            path = "/" if file.name == "index.html" else f"/{file.name}"
            found[path] = (file.read_bytes(), kind)
    return found
