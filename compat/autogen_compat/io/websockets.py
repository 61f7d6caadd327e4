"""Conversations over a websocket, one client per conversation (v0.2: autogen/io/websockets.py)."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from .base import IOStream

__all__ = ("IOWebsockets",)

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

Data = str | bytes


class ServerConnection(Protocol):
    """What is used of `websockets.sync.server.ServerConnection`."""

    def send(self, message: Data | Iterable[Data]) -> None:
        """Send one message to the client."""
        ...

    def recv(self, timeout: float | None = None) -> Data:
        """Wait `timeout` seconds (None: for ever) for a message of the client."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class WebSocketServer(Protocol):
    """What is used of `websockets.sync.server.Server`."""

    def serve_forever(self) -> None:
        """Serve until `shutdown` is called from another thread."""
        ...

    def shutdown(self) -> None:
        """Stop serving and close the listening socket."""
        ...

    def __enter__(self) -> WebSocketServer: ...

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None: ...


def _serve_function() -> Callable[..., WebSocketServer]:
    try:
        from websockets.sync.server import serve
    except ImportError as error:
        message = 'IOWebsockets needs the websockets package: pip install "autogen-migrate[websockets]"'
        raise ImportError(message) from error
    return serve  # type: ignore[return-value]  # its Server lacks only the protocol's names for __exit__'s arguments


class IOWebsockets(IOStream):
    """Prints to and reads from one websocket client."""

    def __init__(self, websocket: ServerConnection) -> None:
        """Wrap the server's side of an open connection.

        Raises:
            ImportError: the websockets package is not installed.
        """
        _serve_function()
        self._websocket = websocket

    @staticmethod
    def _handler(websocket: ServerConnection, on_connect: Callable[[IOWebsockets], None]) -> None:
        """Run `on_connect` with the client as the default stream; a failure is logged and ends the connection."""
        logger.info("IOWebsockets: client connected on %s", websocket)
        try:
            stream = IOWebsockets(websocket)
            with IOStream.set_default(stream):
                on_connect(stream)
        except Exception as error:
            logger.warning("IOWebsockets: error in on_connect: %s", error)

    @staticmethod
    @contextmanager
    def run_server_in_thread(
        *,
        host: str = "127.0.0.1",
        port: int = 8765,
        on_connect: Callable[[IOWebsockets], None],
        ssl_context: ssl.SSLContext | None = None,
        **kwargs: Any,
    ) -> Iterator[str]:
        """Serve in a thread of its own while the context lasts.

        Args:
            host: address to listen on.
            port: port to listen on; 0 takes a free one.
            on_connect: called with a stream for each client, in that client's thread; the connection ends with it.
            ssl_context: serve with TLS.
            kwargs: passed on to `websockets.sync.server.serve`.

        Yields:
            The URI of the server.

        Raises:
            ImportError: the websockets package is not installed.
            OSError: the server cannot listen there, for example because the port is taken.
        """
        started: Future[Any] = Future()
        handler = partial(IOWebsockets._handler, on_connect=on_connect)
        arguments = {"handler": handler, "host": host, "port": port, "ssl": ssl_context, **kwargs}
        thread = threading.Thread(target=_serve, args=(_serve_function(), arguments, started))
        thread.start()
        try:
            server = started.result()
            try:
                yield f"{'ws' if ssl_context is None else 'wss'}://{host}:{port or server.socket.getsockname()[1]}"
            finally:
                server.shutdown()
        finally:
            thread.join()

    @property
    def websocket(self) -> ServerConnection:
        """The connection to the client."""
        return self._websocket

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        """Send what the builtin `print` would write, as one message."""
        self._websocket.send(sep.join(map(str, objects)) + end)

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        """Send `prompt`, if there is one, and wait for the client's next message."""
        if prompt:
            self._websocket.send(prompt)
        answer = self._websocket.recv()
        return answer.decode("utf-8") if isinstance(answer, bytes) else answer


def _serve(serve: Callable[..., WebSocketServer], arguments: dict[str, Any], started: Future[Any]) -> None:
    try:
        server_context = serve(arguments.pop("handler"), **arguments)
    except BaseException as error:
        started.set_exception(error)
        return
    with server_context as server:
        started.set_result(server)
        server.serve_forever()
