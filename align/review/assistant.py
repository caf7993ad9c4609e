"""The suggesters of a review, made in the background, since encoding a long text takes a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from align.encoders import Encoder
from align.review.pair import Pair
from align.review.suggestions import Suggester
from corpus.errors import TeialignError


class Assistant:
    """
    Makes a suggester for each pair when it is first asked for, and anew when a text was edited.

    Args:
        encoder_for: gives the encoder of a version; it may raise `TeialignError`.
    """

    def __init__(self, encoder_for: Callable[[str], Encoder]) -> None:
        self._encoder_for = encoder_for
        self._made: dict[str, Suggester] = {}
        self._faults: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def suggester(self, pair: Pair) -> Suggester | None:
        """Return the suggester of a pair; None as long as it is not ready, and if it cannot be made."""
        found = self._made.get(pair.version)
        if found and found.fits(pair):
            return found
        if pair.version not in self._tasks and pair.version not in self._faults:
            self._tasks[pair.version] = asyncio.create_task(self._make(pair))
        return None

    def fault(self, version: str) -> str:
        """Return why there are no suggestions for a version; empty if there are or will be."""
        return self._faults.get(version, "")

    async def _make(self, pair: Pair) -> None:
        try:
            self._made[pair.version] = await asyncio.to_thread(self._suggester, pair)
        except TeialignError as error:
            self._faults[pair.version] = str(error)
        finally:
            del self._tasks[pair.version]

    def _suggester(self, pair: Pair) -> Suggester:
        encoder = self._encoder_for(pair.version)
        return Suggester(pair.source.document, pair.target.document, encoder)
