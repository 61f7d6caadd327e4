"""How to reach a Jupyter server (v0.2: autogen/coding/jupyter/base.py)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass
class JupyterConnectionInfo:
    """The address of a Jupyter kernel gateway; no port means the protocol's own, no token no authentication."""

    host: str
    use_https: bool
    port: int | None = None
    token: str | None = field(default=None, repr=False)


@runtime_checkable
class JupyterConnectable(Protocol):
    """Anything that knows the address of a Jupyter server."""

    @property
    def connection_info(self) -> JupyterConnectionInfo:
        """The address of the server."""
        ...
