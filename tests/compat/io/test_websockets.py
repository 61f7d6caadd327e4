"""A conversation over a real websocket."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from autogen_compat.io import IOConsole, IOStream, IOWebsockets
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect


def talk(on_connect: Callable[[IOWebsockets], None], client: Callable[[ClientConnection], None]) -> None:
    with IOWebsockets.run_server_in_thread(port=0, on_connect=on_connect) as uri, connect(uri) as websocket:
        client(websocket)


def test_print_sends_one_message_as_print_would_write_it() -> None:
    def client(websocket: ClientConnection) -> None:
        assert websocket.recv() == "a;1!"

    talk(lambda stream: stream.print("a", 1, sep=";", end="!"), client)


def test_input_sends_the_prompt_and_waits_for_the_answer() -> None:
    def server(stream: IOWebsockets) -> None:
        stream.print(stream.input("Name? ").upper(), end="")

    def client(websocket: ClientConnection) -> None:
        assert websocket.recv() == "Name? "
        websocket.send("ada")
        assert websocket.recv() == "ADA"

    talk(server, client)


def test_no_prompt_is_no_message_and_binary_answers_are_text() -> None:
    def client(websocket: ClientConnection) -> None:
        websocket.send("grüß".encode())
        assert websocket.recv() == "grüß\n"

    talk(lambda stream: stream.print(stream.input()), client)


def test_the_client_is_the_default_stream_of_its_conversation_only() -> None:
    def server(stream: IOWebsockets) -> None:
        assert IOStream.get_default() is stream
        IOStream.get_default().print(stream.websocket is stream._websocket, end="")

    def client(websocket: ClientConnection) -> None:
        assert websocket.recv() == "True"
        assert isinstance(IOStream.get_default(), IOConsole)

    talk(server, client)


def test_an_error_in_a_conversation_is_logged_and_ends_only_that_one(caplog: pytest.LogCaptureFixture) -> None:
    def server(stream: IOWebsockets) -> None:
        if stream.input() == "bad":
            raise ValueError("went wrong")
        stream.print("fine", end="")

    with IOWebsockets.run_server_in_thread(port=0, on_connect=server) as uri:
        with connect(uri) as websocket:
            websocket.send("bad")
            with pytest.raises(ConnectionClosed):
                websocket.recv()
        with connect(uri) as websocket:
            websocket.send("good")
            assert websocket.recv() == "fine"
    assert "went wrong" in caplog.text


def test_a_taken_port_is_an_error_and_not_an_endless_wait() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError), IOWebsockets.run_server_in_thread(port=port, on_connect=lambda _: None):
            pass


def test_a_server_with_a_certificate_is_reached_securely(tmp_path: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 1 -subj /CN=localhost"
    subprocess.run([*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"], cwd=tmp_path, check=True)
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    client_context = ssl.create_default_context(cafile=str(tmp_path / "cert"))

    def server(stream: IOWebsockets) -> None:
        stream.print("secret", end="")

    with IOWebsockets.run_server_in_thread(port=0, on_connect=server, ssl_context=server_context) as uri:
        assert uri.startswith("wss://")
        with connect(uri, ssl=client_context) as websocket:
            assert websocket.recv() == "secret"


def test_the_server_stops_with_its_context() -> None:
    with IOWebsockets.run_server_in_thread(port=0, on_connect=lambda _: None) as uri:
        pass
    with pytest.raises(OSError):
        connect(uri)


def test_a_missing_websockets_package_is_named_when_it_is_needed() -> None:
    program = """
import sys
sys.modules["websockets"] = sys.modules["websockets.sync.server"] = None
from autogen_compat.io import IOWebsockets
try:
    with IOWebsockets.run_server_in_thread(on_connect=print): pass
except ImportError as error:
    print(error)
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout == 'IOWebsockets needs the websockets package: pip install "autogen-migrate[websockets]"\n'
