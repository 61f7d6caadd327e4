"""A Kubernetes API server for tests: it keeps pods in memory and runs what is executed in them on this machine."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

STDOUT, STDERR, ERROR = 1, 2, 3


class KubernetesApi:
    """Listens on a free port; `write_config` writes what clients read.

    Attributes:
        pods: the pods by name.
        phases: what is told of a new pod's phase, one for each question; then "Running".
        containers: the containers that commands were executed in.
    """

    def __init__(self) -> None:
        self.pods: dict[str, dict[str, Any]] = {}
        self.phases: list[str] = ["Pending"]
        self.containers: set[str] = set()
        api = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one(self) -> None:
                api.handle(self)

            do_GET = do_POST = do_DELETE = handle_one

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> KubernetesApi:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def write_config(self, path: Path) -> str:
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{self._server.server_port}"}}],
            "users": [{"name": "u", "user": {}}],
            "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
            "current-context": "x",
        }
        path.write_text(json.dumps(config))
        return str(path)

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        url = urlparse(handler.path)
        match = re.fullmatch(r"/api/v1/namespaces/([\w-]+)/pods(?:/([\w-]+))?(/status|/exec)?", url.path)
        assert match is not None, handler.path
        _, name, detail = match.groups()
        if name is not None and name not in self.pods:
            self._answer(handler, 404, {"message": "not found"})
        elif detail == "/exec":
            self._exec(handler, parse_qs(url.query))
        elif handler.command == "POST":
            self._create(handler)
        elif handler.command == "DELETE":
            self._answer(handler, 200, self.pods.pop(name))
        else:
            phase = self.phases.pop(0) if self.phases else "Running"
            self._answer(handler, 200, {**self.pods[name], "status": {"phase": phase}})

    def _create(self, handler: BaseHTTPRequestHandler) -> None:
        pod = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        name = pod["metadata"]["name"]
        if name in self.pods:
            self._answer(handler, 409, {"message": f"pods {name} already exists"})
            return
        self.pods[name] = pod
        self._answer(handler, 201, pod)

    @staticmethod
    def _answer(handler: BaseHTTPRequestHandler, status: int, content: Any) -> None:
        data = json.dumps(content).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _exec(self, handler: BaseHTTPRequestHandler, query: dict[str, list[str]]) -> None:
        self.containers.add(query["container"][0])
        key = handler.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        handler.send_response(101)
        handler.send_header("Upgrade", "websocket")
        handler.send_header("Connection", "Upgrade")
        handler.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        handler.send_header("Sec-WebSocket-Protocol", "v4.channel.k8s.io")
        handler.end_headers()
        result = subprocess.run(query["command"], capture_output=True)
        for channel, data in ((STDOUT, result.stdout), (STDERR, result.stderr), (ERROR, _status(result.returncode))):
            if data:
                handler.wfile.write(_frame(2, bytes([channel]) + data))
        handler.wfile.write(_frame(8, struct.pack(">H", 1000)))
        handler.close_connection = True


def _frame(opcode: int, data: bytes) -> bytes:
    return bytes([0x80 | opcode, 126]) + struct.pack(">H", len(data)) + data


def _status(exit_code: int) -> bytes:
    if exit_code == 0:
        return json.dumps({"status": "Success"}).encode()
    causes = [{"reason": "ExitCode", "message": str(exit_code)}]
    return json.dumps({"status": "Failure", "reason": "NonZeroExitCode", "details": {"causes": causes}}).encode()
