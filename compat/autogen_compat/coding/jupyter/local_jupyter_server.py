"""A Jupyter kernel gateway on this machine (v0.2: autogen/coding/jupyter/local_jupyter_server.py)."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from types import TracebackType

from typing_extensions import Self

from .base import JupyterConnectable, JupyterConnectionInfo
from .jupyter_client import JupyterClient

_GATEWAY = [sys.executable, "-m", "jupyter", "kernelgateway"]


class LocalJupyterServer(JupyterConnectable):
    """Runs a kernel gateway until it is stopped or the program exits."""

    class GenerateToken:
        """Stands for a token that is made up."""

    def __init__(
        self,
        ip: str = "127.0.0.1",
        port: int | None = None,
        token: str | GenerateToken = GenerateToken(),  # noqa: B008  # v0.2's signature; it has no state
        log_file: str = "jupyter_gateway.log",
        log_level: str = "INFO",
        log_max_bytes: int = 1048576,
        log_backup_count: int = 3,
    ) -> None:
        """Start the gateway and wait until it serves.

        Args:
            ip: address to listen on.
            port: port to listen on; None takes a free one.
            token: what clients must present; made up by default, "" or None for none.
            log_file: the gateway's log, in the current folder unless absolute.
            log_level: what goes into it.
            log_max_bytes: size at which it is rotated.
            log_backup_count: how many old logs are kept.

        Raises:
            ValueError: on Windows, without the gateway's package, or if it does not start.
        """
        if sys.platform == "win32":
            raise ValueError("LocalJupyterServer is not supported on Windows due to kernelgateway bug.")
        _check_installed()
        self.ip = ip
        self.token = secrets.token_hex(32) if isinstance(token, LocalJupyterServer.GenerateToken) else token
        log = {
            "class": "logging.handlers.RotatingFileHandler",
            "level": log_level,
            "maxBytes": log_max_bytes,
            "backupCount": log_backup_count,
            "filename": log_file,
        }
        logging_config = {
            "handlers": {"file": log},
            "loggers": {"KernelGatewayApp": {"level": log_level, "handlers": ["file", "console"]}},
        }
        self._subprocess = subprocess.Popen(
            _command(ip, port, json.dumps(logging_config)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "KG_AUTH_TOKEN": self.token or ""},
        )
        atexit.register(self.stop)
        self.port = self._wait_for_port()

    def _wait_for_port(self) -> int:
        """Read the gateway's messages up to the one with its address; the rest is read to nowhere."""
        lines: list[str] = []
        for line in self._subprocess.stderr or ():
            lines.append(line)
            if "ERROR:" in line:
                self.stop()
                raise ValueError(f"Jupyter gateway server failed to start. {line.partition('ERROR:')[2]}")
            if "is available at" in line:
                threading.Thread(target=_drain, args=(self._subprocess.stderr,), daemon=True).start()
                return int(line.rpartition(":")[2])
        code = self._subprocess.wait()
        raise ValueError(f"Jupyter gateway server failed to start with exit code: {code}. stderr:\n{''.join(lines)}")

    def stop(self) -> None:
        """Stop the gateway with all its kernels."""
        atexit.unregister(self.stop)
        if self._subprocess.poll() is None:
            self._subprocess.send_signal(signal.SIGINT)
            self._subprocess.wait()

    @property
    def connection_info(self) -> JupyterConnectionInfo:
        """The address of the gateway."""
        return JupyterConnectionInfo(host=self.ip, use_https=False, port=self.port, token=self.token)

    def get_client(self) -> JupyterClient:
        """A client of the gateway."""
        return JupyterClient(self.connection_info)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()


def _check_installed() -> None:
    if subprocess.run([*_GATEWAY, "--version"], capture_output=True).returncode != 0:
        raise ValueError(
            "Jupyter gateway server is not installed. Please install it with `pip install jupyter_kernel_gateway` "
            'or `pip install "autogen-migrate[jupyter]"`.'
        )


def _command(ip: str, port: int | None, logging_config: str) -> list[str]:
    settings = {
        "KernelGatewayApp.ip": ip,
        "JupyterApp.answer_yes": "true",
        "JupyterApp.logging_config": logging_config,
        "JupyterWebsocketPersonality.list_kernels": "true",
    }
    if port is not None:
        settings |= {"KernelGatewayApp.port": str(port), "KernelGatewayApp.port_retries": "0"}
    return [*_GATEWAY, *(f"--{name}={value}" for name, value in settings.items())]


def _drain(lines: Iterable[str] | None) -> None:
    for _ in lines or ():
        pass
