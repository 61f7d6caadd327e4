"""A local HTTP server that speaks the OpenAI protocol and answers from a script: no key, no network, no chance.

    with ModelServer(["Hello", {"tool_calls": [{"name": "add", "arguments": {"a": 1}}]}]) as server:
        client = openai.OpenAI(base_url=server.base_url, api_key="none")

As a program it serves a script in JSON and prints its base URL as the first line:

    python -m autogen_codemods.demo.model_server script.json --port 8080 --log requests.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from . import protocol
from .script import Answer, Body, Player, Script, ScriptError

_SECRET_HEADERS = {"authorization", "api-key", "x-api-key", "cookie"}


@dataclass(frozen=True)
class Request:
    """One request as it came in; headers have lower-case names and carry no keys."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Body
    connection: int


class ModelServer:
    """The server, as a context manager; see the module's docstring. Thread-safe.

    `script` is a list of answers, a mapping of rules (`Rule`), or a function from the request's body to an answer.
    A request that finds no answer gets status 400 with the reason, and the reason is kept in `failures`.
    """

    def __init__(self, script: Script = (), *, port: int = 0, log: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._log = log
        self._http = _Http(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="model-server", daemon=True)
        self.load(script)

    def load(self, script: Script) -> None:
        """Start again with another script: records, counters and serial numbers are empty afterwards."""
        self.player = Player(script)
        self.requests: list[Request] = []
        self.failures: list[str] = []
        self.connections = 0
        self._serial = 0

    @property
    def origin(self) -> str:
        """`http://host:port`, which is also the `azure_endpoint` of this server."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def base_url(self) -> str:
        """The `base_url` for OpenAI clients."""
        return f"{self.origin}/v1"

    @property
    def bodies(self) -> list[Body]:
        """The bodies of all requests so far."""
        return [each.body for each in self.requests]

    def start(self) -> ModelServer:
        """Serve in a background thread until `stop`."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and close the port."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def __enter__(self) -> ModelServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def connected(self) -> int:
        """Count a new connection; called by the HTTP side."""
        with self._lock:
            self.connections += 1
            return self.connections

    def respond(self, request: Request) -> tuple[Answer, int]:
        """Record a request and choose its answer; called by the HTTP side."""
        with self._lock:
            self.requests.append(request)
            self._serial += 1
            serial = self._serial
            if self._log is not None:
                with self._log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(request)) + "\n")
        try:
            return self.player.answer(request.body), serial
        except ScriptError as error:
            self.failures.append(str(error))
            return Answer(status=400, message=str(error), error_type="script_error"), serial


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], model: ModelServer) -> None:
        self.model = model
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away while it waits for a delayed answer is no error of the server."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self._connection = self._model.connected()

    @property
    def _model(self) -> ModelServer:
        return cast(_Http, self.server).model

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the requests are recorded instead."""

    def do_GET(self) -> None:
        """List the one model there is."""
        self._send_json(200, {"object": "list", "data": [{"id": "scripted", "object": "model", "owned_by": "demo"}]})

    def do_POST(self) -> None:
        """Answer a completion request from the script."""
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            body = json.loads(data)
        except ValueError:
            self._send_json(400, protocol.error_body(Answer(status=400, message="the request is not JSON")))
            return
        url = urlsplit(self.path)
        kind = _endpoint(url.path)
        if kind is None:
            self._send_json(404, protocol.error_body(Answer(status=404, message=f"no such path: {url.path}")))
            return
        headers = {name.lower(): value for name, value in self.headers.items() if name.lower() not in _SECRET_HEADERS}
        request = Request(url.path, dict(parse_qsl(url.query)), headers, body, self._connection)
        answer, serial = self._model.respond(request)
        if answer.delay:
            time.sleep(answer.delay)
        self._send_answer(kind, body, answer, serial)

    def _send_answer(self, kind: str, body: Body, answer: Answer, serial: int) -> None:
        if answer.drop:
            self.close_connection = True
        elif answer.raw is not None:
            self._send(answer.status, answer.raw.encode(), dict(answer.headers))
        elif answer.status != 200:
            again = {"retry-after-ms": "1"} if answer.retry else {"x-should-retry": "false"}
            self._send_json(answer.status, protocol.error_body(answer), {**again, **answer.headers})
        elif body.get("stream"):
            stream = protocol.chat_stream if kind == "chat" else protocol.text_stream
            self._send_events(stream(body, answer, serial), answer)
        else:
            whole = protocol.chat_completion if kind == "chat" else protocol.text_completion
            self._send_json(200, whole(body, answer, serial), dict(answer.headers))

    def _send_json(self, status: int, body: Body, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), headers or {})

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def _send_events(self, events: Iterator[Body], answer: Answer) -> None:
        self.send_response(200)
        for name, value in {"content-type": "text/event-stream", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for body in events:
            self._send_chunk(protocol.event(body))
        self._send_chunk(protocol.event("[DONE]"))
        self._send_chunk(b"")

    def _send_chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()


def _endpoint(path: str) -> str | None:
    if path.endswith("/chat/completions"):
        return "chat"
    return "text" if path.endswith("/completions") else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a JSON script until interrupted."""
    parser = argparse.ArgumentParser(prog="model_server", description="Answer OpenAI requests from a script.")
    parser.add_argument("script", type=Path, help="JSON: a list of answers, or rules")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--log", type=Path, help="append each request to this file as a line of JSON")
    options = parser.parse_args(arguments)
    try:
        server = ModelServer(json.loads(options.script.read_text(encoding="utf-8")), port=options.port, log=options.log)
    except (OSError, ValueError) as error:
        print(f"{options.script}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    with server:
        print(server.base_url, flush=True)  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
