"""A client of Jupyter kernel gateways (v0.2: autogen/coding/jupyter/jupyter_client.py)."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from typing_extensions import Self

from . import _outputs
from .base import JupyterConnectionInfo

if TYPE_CHECKING:
    from websocket import WebSocket


class JupyterClient:
    """Lists, starts, restarts and deletes the kernels of a server.

    autogen_ext's client of the same name is asynchronous and cannot be imported without docker.
    """

    def __init__(self, connection_info: JupyterConnectionInfo) -> None:
        """Prepare a connection; nothing is sent yet.

        Raises:
            ImportError: the requests or websocket-client package is not installed.
        """
        try:
            import requests
            import websocket
            from requests.adapters import HTTPAdapter
            from urllib3.util.retry import Retry
        except ImportError as error:
            message = 'JupyterClient needs Jupyter\'s packages: pip install "autogen-migrate[jupyter]"'
            raise ImportError(message) from error
        self._connect_websocket = websocket.create_connection
        self._connection_info = connection_info
        self._session = requests.Session()
        self._session.mount("http://", HTTPAdapter(max_retries=Retry(total=5, backoff_factor=0.1)))

    def _get_headers(self) -> dict[str, str]:
        token = self._connection_info.token
        return {} if token is None else {"Authorization": f"token {token}"}

    def _base_url(self, protocol: str) -> str:
        info = self._connection_info
        port = f":{info.port}" if info.port else ""
        return f"{protocol}{'s' if info.use_https else ''}://{info.host}{port}/api"

    def _call(self, method: str, path: str, **kwargs: Any) -> Any:
        url = f"{self._base_url('http')}/{path}"
        return self._session.request(method, url, headers=self._get_headers(), **kwargs)

    def list_kernel_specs(self) -> dict[str, dict[str, str]]:
        """The server's answer about its kinds of kernels; they are under "kernelspecs"."""
        return self._call("GET", "kernelspecs").json()

    def list_kernels(self) -> list[dict[str, str]]:
        """The running kernels."""
        return self._call("GET", "kernels").json()

    def start_kernel(self, kernel_spec_name: str) -> str:
        """Start a kernel of a kind and return its id."""
        return self._call("POST", "kernels", json={"name": kernel_spec_name}).json()["id"]

    def delete_kernel(self, kernel_id: str) -> None:
        """Stop a kernel.

        Raises:
            requests.HTTPError: there is none with this id.
        """
        self._call("DELETE", f"kernels/{kernel_id}").raise_for_status()

    def restart_kernel(self, kernel_id: str) -> None:
        """Restart a kernel.

        Raises:
            requests.HTTPError: there is none with this id.
        """
        self._call("POST", f"kernels/{kernel_id}/restart").raise_for_status()

    def get_kernel_client(self, kernel_id: str) -> JupyterKernelClient:
        """Connect to a running kernel."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._session.cookies.get_dict().items())
        url = f"{self._base_url('ws')}/kernels/{kernel_id}/channels"
        return JupyterKernelClient(self._connect_websocket(url, header=self._get_headers(), cookie=cookies))


class JupyterKernelClient:
    """Runs code in one kernel."""

    @dataclass
    class ExecutionResult:
        """The texts that a cell showed, joined, and its images and pages."""

        @dataclass
        class DataItem:
            """An image (base64) or an HTML page."""

            mime_type: str
            data: str

        is_ok: bool
        output: str
        data_items: list[DataItem]

    def __init__(self, websocket: WebSocket) -> None:
        """Talk to a kernel over an open websocket."""
        self._session_id = uuid.uuid4().hex
        self._websocket = websocket

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the connection; the kernel goes on."""
        self._websocket.close()

    def _send_message(self, *, content: dict[str, Any], channel: str, message_type: str) -> str:
        header = {
            "username": "autogen",
            "version": "5.0",
            "session": self._session_id,
            "msg_id": uuid.uuid4().hex,
            "msg_type": message_type,
            "date": datetime.datetime.now().isoformat(),
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "buffers": {}}
        self._websocket.send(json.dumps({**message, "channel": channel, "content": content}))
        return header["msg_id"]

    def _answers(self, request_id: str, timeout_seconds: float | None) -> Iterator[dict[str, Any]]:
        """The messages that belong to a request; ends when nothing at all came for `timeout_seconds`."""
        from websocket import WebSocketTimeoutException

        self._websocket.settimeout(timeout_seconds)
        while True:
            try:
                message = json.loads(self._websocket.recv())
            except WebSocketTimeoutException:
                return
            if _outputs.answers(message, request_id):
                yield message

    def wait_for_ready(self, timeout_seconds: float | None = None) -> bool:
        """Wait until the kernel answers; False if nothing came for `timeout_seconds`."""
        request = self._send_message(content={}, channel="shell", message_type="kernel_info_request")
        return any(m["msg_type"] == "kernel_info_reply" for m in self._answers(request, timeout_seconds))

    def execute(self, code: str, timeout_seconds: float | None = None) -> ExecutionResult:
        """Run a cell; fails when nothing came for `timeout_seconds`, while the kernel goes on."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        request = self._send_message(content=content, channel="shell", message_type="execute_request")
        texts: list[str] = []
        items: list[JupyterKernelClient.ExecutionResult.DataItem] = []
        for message in self._answers(request, timeout_seconds):
            error = _outputs.error_of(message)
            if error is not None:
                return self.ExecutionResult(is_ok=False, output=error, data_items=[])
            for mime_type, data in _outputs.data_of(message):
                if mime_type.startswith("image/") or mime_type == "text/html":
                    items.append(self.ExecutionResult.DataItem(mime_type, data))
                else:
                    texts.append(_outputs.as_text(mime_type, data))
            if _outputs.is_end(message):
                return self.ExecutionResult(is_ok=True, output="\n".join(texts), data_items=items)
        timed_out = "ERROR: Timeout waiting for output from code block."
        return self.ExecutionResult(is_ok=False, output=timed_out, data_items=[])
