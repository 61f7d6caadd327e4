"""Where conversations are printed and people are asked (v0.2: autogen/io)."""

from __future__ import annotations

from .base import InputStream, IOStream, OutputStream
from .console import IOConsole
from .websockets import IOWebsockets

IOStream.set_global_default(IOConsole())

__all__ = ("IOConsole", "IOStream", "IOWebsockets", "InputStream", "OutputStream")
