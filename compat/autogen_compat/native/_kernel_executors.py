"""Code blocks as cells of a Jupyter kernel, and the servers that run kernels."""

from __future__ import annotations

from pathlib import Path

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock

from ..coding.jupyter import (
    DockerJupyterServer,
    EmbeddedIPythonCodeExecutor,
    JupyterCodeExecutor,
    JupyterConnectable,
    JupyterConnectionInfo,
    LocalJupyterServer,
)
from ._blocking_executors import BlockingExecutor
from ._code_results import IPythonCodeResult

__all__ = [
    "DockerJupyterServer",
    "JupyterConnectable",
    "JupyterConnectionInfo",
    "KernelExecutor",
    "LocalJupyterServer",
    "ServerKernelExecutor",
]


class CellExecutor(BlockingExecutor):
    """Runs code blocks as cells of a kernel."""

    async def execute_code_blocks(
        self, code_blocks: list[CodeBlock], cancellation_token: CancellationToken
    ) -> IPythonCodeResult:
        """Run the blocks in order up to the first that fails."""
        result = await self._run(code_blocks, cancellation_token)
        return IPythonCodeResult(result.exit_code, result.output, getattr(result, "output_files", []))


class KernelExecutor(CellExecutor):
    """Runs code blocks as cells of a kernel on this machine, which keeps its state from call to call.

    v0.4's JupyterCodeExecutor tells a model nothing of the images and pages that it saves, says other things of
    errors, and raises on a timeout; here the output names the files, and a timeout is a failure.

    v0.2: autogen/coding/jupyter/embedded_ipython_code_executor.py.

    Args:
        timeout: seconds to wait for each message of the kernel.
        kernel_name: the kind of kernel.
        output_dir: where images and pages are saved.

    Raises:
        ValueError: the output folder does not exist, or the kernel is not installed.
    """

    def __init__(self, *, timeout: int = 60, kernel_name: str = "python3", output_dir: str = ".") -> None:
        self._kernel = EmbeddedIPythonCodeExecutor(timeout=timeout, kernel_name=kernel_name, output_dir=output_dir)
        super().__init__(self._kernel)

    @property
    def timeout(self) -> int:
        """Seconds to wait for each message of the kernel."""
        return self._kernel.timeout

    @property
    def kernel_name(self) -> str:
        """The kind of kernel."""
        return self._kernel.kernel_name

    @property
    def output_dir(self) -> str:
        """Where images and pages are saved."""
        return self._kernel.output_dir


class ServerKernelExecutor(CellExecutor):
    """Runs code blocks as cells of a kernel of a Jupyter server, which keeps its state from call to call.

    v0.4's JupyterCodeExecutor knows no servers, and its results say other things; see :class:`KernelExecutor`.

    v0.2: autogen/coding/jupyter/jupyter_code_executor.py.

    Args:
        jupyter_server: the server, or its address.
        kernel_name: the kind of kernel.
        timeout: seconds to wait for each message of the kernel.
        output_dir: where images and pages are saved.

    Raises:
        ValueError: an argument is not valid, or the server has no such kind of kernel.
    """

    def __init__(
        self,
        jupyter_server: JupyterConnectable | JupyterConnectionInfo,
        kernel_name: str = "python3",
        timeout: int = 60,
        output_dir: Path | str = ".",
    ) -> None:
        super().__init__(JupyterCodeExecutor(jupyter_server, kernel_name, timeout, output_dir))
