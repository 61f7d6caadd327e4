"""A docker engine for tests: it speaks the engine's HTTP protocol and runs every command on this machine.

A container is a folder (what it mounts as /workspace) and a state; "running in it" is running in that folder.
"""

from __future__ import annotations

import json
import re
import struct
import subprocess
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

Answer = tuple[int, Any]


@dataclass
class Container:
    id: str
    name: str
    config: dict[str, Any]
    status: str = "created"
    exit_code: int = 0
    logs: bytes = b""
    process: subprocess.Popen[bytes] | None = None
    ports: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str | None:
        binds = self.config["HostConfig"].get("Binds") or []
        return binds[0].split(":")[0] if binds else None

    @property
    def environment(self) -> dict[str, str]:
        return dict(entry.split("=", 1) for entry in self.config.get("Env") or [])


class DockerEngine:
    """Listens on a free port; `url` is what DOCKER_HOST must be.

    Attributes:
        images: names that the engine has.
        registry: names that it can pull.
        services: what to start for a container of an image that is given no command: (container) -> published ports.
        requests: methods and paths, in order.
    """

    def __init__(self) -> None:
        self.images: set[str] = {"python:3-slim"}
        self.registry: set[str] = set()
        self.services: dict[str, Callable[[Container], dict[str, Any]]] = {}
        self.containers: dict[str, Container] = {}
        self.execs: dict[str, dict[str, Any]] = {}
        self.built: list[bytes] = []
        self.requests: list[str] = []
        self.restart_fails = False
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one(self) -> None:
                engine.handle(self)

            do_GET = do_POST = do_DELETE = handle_one

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"tcp://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> DockerEngine:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for container in self.containers.values():
            self._end(container)
        self._server.shutdown()
        self._server.server_close()

    def called(self, pattern: str) -> list[str]:
        return [request for request in self.requests if re.search(pattern, request)]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        url = urlparse(handler.path)
        path = unquote(re.sub(r"^/v[\d.]+", "", url.path))
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.requests.append(f"{handler.command} {path}")
        for pattern, function in self._routes():
            match = re.fullmatch(pattern, f"{handler.command} {path}")
            if match:
                self._answer(handler, *function(self, *match.groups(), query=query, body=body))
                return
        self._answer(handler, 404, {"message": f"no route {path}"})

    @staticmethod
    def _answer(handler: BaseHTTPRequestHandler, status: int, content: Any) -> None:
        handler.send_response(status)
        raw = isinstance(content, bytes)
        data = content if raw else b"" if content is None else json.dumps(content).encode()
        handler.send_header("Content-Type", "application/vnd.docker.raw-stream" if raw else "application/json")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.flush()
        if raw:
            time.sleep(0.05)  # docker's client reads what follows from the socket, past its own buffer
        handler.wfile.write(data)

    @staticmethod
    def _frame(data: bytes) -> bytes:
        return struct.pack(">BxxxL", 1, len(data)) + data if data else b""

    def _routes(self) -> list[tuple[str, Callable[..., Answer]]]:
        return [
            (r"GET /_ping", lambda self, **_: (200, b"OK")),
            (r"GET /version", lambda self, **_: (200, {"ApiVersion": "1.45", "Version": "26"})),
            (r"GET /images/(.+)/json", DockerEngine._image),
            (r"POST /images/create", DockerEngine._pull),
            (r"POST /build", DockerEngine._build),
            (r"POST /containers/create", DockerEngine._create),
            (r"POST /containers/(\w+)/start", DockerEngine._start),
            (r"GET /containers/([\w-]+)/json", DockerEngine._inspect),
            (r"GET /containers/(\w+)/logs", DockerEngine._logs),
            (r"POST /containers/(\w+)/exec", DockerEngine._exec),
            (r"POST /exec/(\w+)/start", DockerEngine._exec_start),
            (r"GET /exec/(\w+)/json", lambda self, id, **_: (200, {"ExitCode": self.execs[id]["code"]})),
            (r"POST /containers/(\w+)/restart", DockerEngine._restart),
            (r"POST /containers/(\w+)/stop", DockerEngine._stop),
            (r"DELETE /containers/(\w+)", DockerEngine._delete),
            (r"POST /commit", DockerEngine._commit),
        ]

    def _image(self, name: str, **_: Any) -> Answer:
        if name not in self.images:
            return 404, {"message": f"No such image: {name}"}
        return 200, {"Id": f"sha256:{name}", "RepoTags": [name], "Config": {}}

    def _pull(self, *, query: dict[str, str], **_: Any) -> Answer:
        name = query["fromImage"] + (f":{query['tag']}" if "tag" in query else "")
        if name not in self.registry:
            return 404, {"message": f"pull access denied for {name}"}
        self.images.add(name)
        return 200, {"status": "Pulled"}

    def _build(self, *, query: dict[str, str], body: bytes, **_: Any) -> Answer:
        self.built.append(body)
        self.images |= {query["t"], "abc123"}
        return 200, {"stream": "Successfully built abc123\n"}

    def _create(self, *, query: dict[str, str], body: bytes) -> Answer:
        config = json.loads(body)
        if config["Image"] not in self.images:
            return 404, {"message": f"No such image: {config['Image']}"}
        container = Container(uuid.uuid4().hex, query.get("name", "unnamed"), config)
        self.containers[container.id] = container
        return 201, {"Id": container.id, "Warnings": []}

    def _start(self, id: str, **_: Any) -> Answer:
        container = self.containers[id]
        container.status = "running"
        service = self.services.get(container.config["Image"])
        if service is not None:
            container.ports = service(container)
        elif container.config.get("Cmd") and not container.config.get("Entrypoint"):
            threading.Thread(target=self._run_main, args=(container,), daemon=True).start()
        return 204, None

    def _run_main(self, container: Container) -> None:
        container.process = subprocess.Popen(
            container.config["Cmd"],
            cwd=container.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        container.logs = container.process.communicate()[0]
        container.exit_code = container.process.returncode
        container.status = "exited"

    def _inspect(self, id: str, **_: Any) -> Answer:
        container = self.containers.get(id)
        if container is None:
            return 404, {"message": f"No such container: {id}"}
        return 200, {
            "Id": container.id,
            "Name": f"/{container.name}",
            "State": {"Status": container.status, "ExitCode": container.exit_code},
            "Config": {"Tty": bool(container.config.get("Tty")), **container.config},
            "HostConfig": {"LogConfig": {"Type": "json-file"}},
            "NetworkSettings": {"Ports": container.ports},
        }

    def _logs(self, id: str, **_: Any) -> Answer:
        return 200, self._frame(self.containers[id].logs)

    def _exec(self, id: str, *, body: bytes, **_: Any) -> Answer:
        exec_id = uuid.uuid4().hex
        self.execs[exec_id] = {"container": self.containers[id], "command": json.loads(body)["Cmd"], "code": None}
        return 201, {"Id": exec_id}

    def _exec_start(self, id: str, **_: Any) -> Answer:
        execution = self.execs[id]
        try:
            result = subprocess.run(
                execution["command"],
                cwd=execution["container"].folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except FileNotFoundError as error:
            execution["code"] = 127
            return 200, self._frame(str(error).encode())
        execution["code"] = result.returncode
        return 200, self._frame(result.stdout)

    def _restart(self, id: str, **_: Any) -> Answer:
        self.containers[id].status = "exited" if self.restart_fails else "running"
        return 204, None

    def _stop(self, id: str, **_: Any) -> Answer:
        container = self.containers[id]
        self._end(container)
        container.status = "exited"
        if container.config["HostConfig"].get("AutoRemove"):
            del self.containers[id]
        return 204, None

    def _delete(self, id: str, **_: Any) -> Answer:
        del self.containers[id]
        return 204, None

    def _commit(self, *, query: dict[str, str], **_: Any) -> Answer:
        name = f"{query['repo']}:{query['tag']}"
        self.images.add(name)
        return 201, {"Id": name}

    @staticmethod
    def _end(container: Container) -> None:
        if container.process is not None:
            container.process.kill()
            container.process.wait()
