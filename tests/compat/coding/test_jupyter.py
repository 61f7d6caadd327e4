"""Code as cells of real kernels: embedded, of a local gateway, and of a gateway in a container."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from autogen_compat.coding import CodeBlock, CodeExecutor, CodeExecutorFactory
from autogen_compat.coding.base import IPythonCodeResult
from autogen_compat.coding.jupyter import (
    DockerJupyterServer,
    EmbeddedIPythonCodeExecutor,
    JupyterClient,
    JupyterCodeExecutor,
    JupyterConnectable,
    JupyterConnectionInfo,
    LocalJupyterServer,
)
from autogen_compat.coding.jupyter.jupyter_client import JupyterKernelClient
from compat.coding.docker_engine import Container, DockerEngine
from pydantic import ValidationError

PIXEL = base64.b64encode(b"\x89PNG pixel").decode()
DISPLAY = "from IPython.display import display, HTML, Image\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalJupyterServer]:
    with LocalJupyterServer(log_file=str(tmp_path_factory.mktemp("log") / "gateway.log")) as server:
        yield server


@pytest.fixture(scope="module", params=["embedded", "server"])
def executor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("output")
    if request.param == "embedded":
        yield EmbeddedIPythonCodeExecutor(output_dir=str(folder), timeout=20)
        return
    with JupyterCodeExecutor(request.getfixturevalue("server"), output_dir=folder, timeout=20) as executor:
        yield executor


def run(executor: Any, *codes: str, language: str = "python") -> IPythonCodeResult:
    return executor.execute_code_blocks([CodeBlock(code=code, language=language) for code in codes])


# Both kinds of executor


def test_it_is_an_executor(executor: Any) -> None:
    assert isinstance(executor, CodeExecutor)
    assert CodeExecutorFactory.create({"executor": executor}) is executor
    assert executor.code_extractor.extract_code_blocks("```python\n1\n```")


def test_texts_are_joined_by_lines(executor: Any) -> None:
    assert run(executor, "print('a')", "1 + 1") == IPythonCodeResult(exit_code=0, output="a\n\n2")


def test_state_is_kept_from_call_to_call(executor: Any) -> None:
    run(executor, "x = 41")
    assert run(executor, "x + 1").output == "42"


def test_a_restart_forgets_the_state(executor: Any) -> None:
    run(executor, "y = 1")
    executor.restart()
    result = run(executor, "y")
    assert result.exit_code == 1
    assert "NameError: name 'y' is not defined" in result.output


def test_an_error_is_all_that_is_told(executor: Any) -> None:
    result = run(executor, "print('before')", "1/0", "print('after')")
    assert result.exit_code == 1 and result.output_files == []
    assert "ERROR: ZeroDivisionError: division by zero\n['" in result.output
    assert "before" not in result.output and "after" not in result.output


def test_images_and_pages_become_files(executor: Any) -> None:
    result = run(executor, f"{DISPLAY}import base64\ndisplay(Image(base64.b64decode('{PIXEL}')), HTML('<b>x</b>'))")
    image, page = map(Path, result.output_files)
    assert result.exit_code == 0
    assert f"Image data saved to {image}" in result.output
    assert f"HTML data saved to {page}" in result.output
    assert image.suffix == ".png" and image.read_bytes() == base64.b64decode(PIXEL)
    assert page.suffix == ".html" and page.read_text() == "<b>x</b>"


def test_other_data_are_shown_as_json(executor: Any) -> None:
    result = run(executor, f"{DISPLAY}display({{'application/json': {{'a': 1}}}}, raw=True)")
    assert result.output == '{"a": 1}'


def test_shell_lines_run_and_pip_is_silenced(executor: Any) -> None:
    assert run(executor, "!echo hi").output.strip() == "hi"
    assert "pip install -qqq --version" in run(executor, "!pip install --version\nprint(In[-1])").output


def test_no_blocks_are_no_output(executor: Any) -> None:
    assert run(executor) == IPythonCodeResult(exit_code=0, output="")


# The embedded kernel


def test_an_output_folder_must_exist() -> None:
    with pytest.raises(ValidationError, match="Output directory /no/such/folder does not exist"):
        EmbeddedIPythonCodeExecutor(output_dir="/no/such/folder")


def test_the_timeout_is_at_least_a_second() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        EmbeddedIPythonCodeExecutor(timeout=0)


def test_a_kernel_that_is_not_installed_is_refused() -> None:
    with pytest.raises(ValueError, match="Kernel nope is not installed.*ipykernel install --user --name nope"):
        EmbeddedIPythonCodeExecutor(kernel_name="nope")


def test_a_timeout_names_the_code_and_keeps_the_state() -> None:
    executor = EmbeddedIPythonCodeExecutor(timeout=1)
    run(executor, "x = 1")
    code = "import time; time.sleep(3); print('late')"
    assert run(executor, code) == IPythonCodeResult(
        exit_code=1, output=f"ERROR: Timeout waiting for output from code block: {code}"
    )
    assert run(executor, "x").output == "1"


def test_the_kernel_ends_with_its_executor() -> None:
    executor = EmbeddedIPythonCodeExecutor()
    pid = int(run(executor, "import os; os.getpid()").output)
    del executor
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(pid, 0)
            time.sleep(0.1)


def test_the_embedded_kernel_is_made_by_name(tmp_path: Path) -> None:
    config: Any = {"executor": "ipython-embedded", "ipython-embedded": {"output_dir": str(tmp_path)}}
    executor = CodeExecutorFactory.create(config)
    assert isinstance(executor, EmbeddedIPythonCodeExecutor)
    assert executor.output_dir == str(tmp_path)


# Servers


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"timeout": 0}, "Timeout must be greater than or equal to 1"),
        ({"output_dir": "/no/such/folder"}, "Output directory /no/such/folder does not exist"),
        ({"kernel_name": "nope"}, "Kernel nope is not installed"),
        ({"jupyter_server": "http://x"}, "must be a JupyterConnectable or JupyterConnectionInfo"),
    ],
)
def test_arguments_of_a_server_executor_are_checked(
    server: LocalJupyterServer, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        JupyterCodeExecutor(**{"jupyter_server": server, **arguments})


def test_the_token_is_needed_and_never_shown(server: LocalJupyterServer) -> None:
    info = server.connection_info
    assert isinstance(server, JupyterConnectable)
    assert info.token and info.token not in repr(info)
    stranger = JupyterClient(JupyterConnectionInfo(info.host, False, info.port, "wrong"))
    assert "kernelspecs" not in stranger.list_kernel_specs()
    processes = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert info.token not in processes


def test_kernels_are_listed_started_and_deleted(server: LocalJupyterServer) -> None:
    client = server.get_client()
    assert "python3" in client.list_kernel_specs()["kernelspecs"]
    kernel = client.start_kernel("python3")
    assert kernel in [running["id"] for running in client.list_kernels()]
    client.delete_kernel(kernel)
    assert kernel not in [running["id"] for running in client.list_kernels()]
    with pytest.raises(Exception, match="404"):
        client.delete_kernel(kernel)
    with pytest.raises(Exception, match="Server Error"):
        client.restart_kernel(kernel)


def test_a_silent_kernel_times_out(server: LocalJupyterServer) -> None:
    with JupyterCodeExecutor(server, timeout=1) as executor:
        result = run(executor, "import time; time.sleep(3)")
        assert result.output == "ERROR: ERROR: Timeout waiting for output from code block."
        assert run(executor, "1").output == "1"


def test_a_kernel_client_can_be_used_directly(server: LocalJupyterServer) -> None:
    client = server.get_client()
    kernel = client.start_kernel("python3")
    with client.get_kernel_client(kernel) as connection:
        assert connection.wait_for_ready(timeout_seconds=20)
        result = connection.execute(f"{DISPLAY}display(HTML('<i>'))\n1", timeout_seconds=20)
        assert result.is_ok
        assert result.data_items == [JupyterKernelClient.ExecutionResult.DataItem("text/html", "<i>")]
        assert result.output.endswith("\n1")
        connection.execute("import time; time.sleep(2)", timeout_seconds=0.1)
        assert not connection.wait_for_ready(timeout_seconds=0.1)
    client.delete_kernel(kernel)


def test_a_secure_server_is_called_securely() -> None:
    client = JupyterClient(JupyterConnectionInfo("host", True))
    assert client._base_url("http") == "https://host/api"
    assert client._base_url("ws") == "wss://host/api"


@pytest.mark.slow
def test_a_taken_port_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ValueError, match="Jupyter gateway server failed to start"):
            LocalJupyterServer(port=port, log_file=str(tmp_path / "log"))


def test_a_missing_gateway_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autogen_compat.coding.jupyter.local_jupyter_server._GATEWAY", [sys.executable, "-c", "1/0"])
    with pytest.raises(ValueError, match="pip install jupyter_kernel_gateway"):
        LocalJupyterServer()


def test_the_gateway_does_not_run_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ValueError, match="not supported on Windows"):
        LocalJupyterServer()


def test_missing_packages_of_the_client_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "websocket", None)
    with pytest.raises(ImportError, match=r'pip install "autogen-migrate\[jupyter\]"'):
        JupyterClient(JupyterConnectionInfo("host", False))


# A server in a container


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalJupyterServer]:
    with LocalJupyterServer(token="t", log_file=str(tmp_path_factory.mktemp("log") / "gateway.log")) as server:
        yield server


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[DockerEngine]:
    def serve(_: Container) -> dict[str, Any]:
        port = request.getfixturevalue("gateway").port
        return {"8888/tcp": [{"HostIp": "0.0.0.0", "HostPort": str(port)}]}

    with DockerEngine() as engine:
        engine.services = {"autogen-jupyterkernelgateway": serve, "mine:1": serve}
        monkeypatch.setenv("DOCKER_HOST", engine.url)
        yield engine


def test_an_image_of_ones_own_must_exist(engine: DockerEngine) -> None:
    with pytest.raises(ValueError, match="Custom image mine:1 does not exist"):
        DockerJupyterServer(custom_image_name="mine:1")
    assert engine.containers == {}


@pytest.mark.slow
def test_the_image_is_built_once_and_its_kernels_run_code(engine: DockerEngine, tmp_path: Path) -> None:
    for _ in range(2):
        with (
            DockerJupyterServer(token="t") as server,
            JupyterCodeExecutor(server, output_dir=tmp_path, timeout=20) as executor,
        ):
            assert run(executor, "6 * 7").output == "42"
        assert engine.containers == {}
    assert len(engine.built) == 1
    assert b"jupyter_kernel_gateway" in engine.built[0]


@pytest.mark.slow
def test_the_container_is_made_as_asked(engine: DockerEngine) -> None:
    engine.images.add("mine:1")
    with DockerJupyterServer(
        custom_image_name="mine:1", container_name="box", docker_env={"A": "b"}, mem_limit="1g"
    ) as server:
        (container,) = engine.containers.values()
        assert container.name == "box"
        assert container.environment == {"TOKEN": server.connection_info.token, "A": "b"}
        assert container.config["HostConfig"]["Memory"] == 2**30
        assert len(server.connection_info.token or "") == 64
