"""Fixtures that every test may use."""

import signal
from collections.abc import Iterator

import pytest
from autogen_codemods.demo.model_server import ModelServer

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts pytest in the background has it ignore Ctrl-C, and so every program that the tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def _model_server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def model_server(_model_server: ModelServer) -> ModelServer:
    """The scripted OpenAI-protocol server, empty; give it its answers with `load`."""
    _model_server.load([])
    return _model_server
