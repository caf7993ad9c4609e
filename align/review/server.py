"""The server of the editor, on this machine only, until the person ends it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence

import uvicorn

from align.encoders import Encoder
from align.review.api import Api
from align.review.assistant import Assistant
from align.review.security import Guard
from align.review.session import Session
from corpus.errors import CorpusError

HOST = "127.0.0.1"

_SAVE_AFTER = 5.0
"""Seconds without a decision after which the TEI files are written."""

_CHECKED_EVERY = 1.0

_PATIENCE = 3
"""How many times as long as the last saving took no decision must have been made before the next one."""

_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals that end the editor, after all is saved."""


def listening(port: int) -> socket.socket:
    """
    Return a socket that listens on this machine.

    Args:
        port: the port; 0 takes one that is free.

    Raises:
        CorpusError: the port is in use or not allowed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        remedy = "give another with --port, or none for one that is free"
        raise CorpusError(f"cannot be used: {reason.lower()}", where=f"port {port}", remedy=remedy) from error
    return listener


class _Server(uvicorn.Server):
    """A server that leaves signals alone: it would end the process by them before the review is saved."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class Editor:
    """
    The server of a review.

    Args:
        session: the review.
        listener: the socket that listens.
        encoder_for: gives the encoder of a version.
        messages: what is to be told when the page opens.
        version: the version that the page begins with; by default the first.
    """

    def __init__(
        self,
        session: Session,
        listener: socket.socket,
        encoder_for: Callable[[str], Encoder],
        messages: Sequence[str] = (),
        *,
        version: str = "",
    ) -> None:
        self._session = session
        self._listener = listener
        self._api = Api(session, Assistant(encoder_for), messages, version)
        self._guard = Guard(self._api.application(), listener.getsockname()[1])
        config = uvicorn.Config(
            self._guard,
            access_log=False,
            log_level="critical",
            server_header=False,
            date_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)

    @property
    def address(self) -> str:
        """The address to open in a browser, once."""
        return self._guard.address

    def serve(self) -> None:
        """Serve until the process is told to end, or `stop` is called."""
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._serve())

    def stop(self) -> None:
        """End serving, from another thread."""
        self._server.should_exit = True

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        for each in _ENDING if threading.current_thread() is threading.main_thread() else ():
            # The event loop of Windows handles no signals; Ctrl-C is then a KeyboardInterrupt.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(each, self.stop)
        saver = asyncio.create_task(self._save_when_idle())
        try:
            await self._server.serve(sockets=[self._listener])
        finally:
            saver.cancel()

    async def _save_when_idle(self) -> None:
        while True:
            await asyncio.sleep(_CHECKED_EVERY)
            wait = max(_SAVE_AFTER, _PATIENCE * self._api.saving_time)
            if not self._session.is_saved and not self._api.fault and self._api.idle > wait:
                await self._api.save()
