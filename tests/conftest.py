"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest
from autogen_codemods.demo.model_server import ModelServer


@pytest.fixture(scope="session")
def _model_server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def model_server(_model_server: ModelServer) -> ModelServer:
    """The scripted OpenAI-protocol server, empty; give it its answers with `load`."""
    _model_server.load([])
    return _model_server
