"""Fixtures that every test may use."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from autogen_codemods.demo.model_server import ModelServer

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts pytest in the background has it ignore Ctrl-C, and so every program that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test speaks TLS, and to read all of the machine's certificates takes each client longer than a chat.
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = str(Path(__file__).parent)


# jsonschema checks addresses where this is installed, which takes seconds to import; no test is about them.
sys.modules.setdefault("rfc3987_syntax", None)  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="session")
def _model_server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def model_server(_model_server: ModelServer) -> ModelServer:
    """The scripted OpenAI-protocol server, empty; give it its answers with `load`."""
    _model_server.load([])
    return _model_server
