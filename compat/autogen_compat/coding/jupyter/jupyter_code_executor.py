"""Cells in a kernel of a Jupyter server (v0.2: autogen/coding/jupyter/jupyter_code_executor.py)."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from typing_extensions import Self

from .._blocks import check_timeout
from ..base import CodeBlock, CodeExecutor, CodeExtractor, IPythonCodeResult
from ..markdown_code_extractor import MarkdownCodeExtractor
from ..utils import silence_pip
from . import _outputs
from .base import JupyterConnectable, JupyterConnectionInfo
from .jupyter_client import JupyterClient, JupyterKernelClient


class JupyterCodeExecutor(CodeExecutor):
    """Runs code blocks as cells of one kernel of a server, which keeps its state from call to call."""

    def __init__(
        self,
        jupyter_server: JupyterConnectable | JupyterConnectionInfo,
        kernel_name: str = "python3",
        timeout: int = 60,
        output_dir: Path | str = Path("."),
    ) -> None:
        """Start a kernel.

        Args:
            jupyter_server: the server, or its address.
            kernel_name: the kind of kernel.
            timeout: seconds to wait for each message of the kernel, at least 1.
            output_dir: where images and pages are saved.

        Raises:
            ValueError: an argument is not valid, or the server has no such kind of kernel.
            ImportError: the Jupyter packages are not installed.
        """
        check_timeout(timeout)
        self._timeout = timeout
        self._output_dir = Path(output_dir)
        if not self._output_dir.exists():
            raise ValueError(f"Output directory {output_dir} does not exist.")
        self._connection_info = _connection_info(jupyter_server)
        self._jupyter_client = JupyterClient(self._connection_info)
        if kernel_name not in self._jupyter_client.list_kernel_specs()["kernelspecs"]:
            raise ValueError(f"Kernel {kernel_name} is not installed.")
        self._kernel_name = kernel_name
        self._kernel_id = self._jupyter_client.start_kernel(kernel_name)
        self._jupyter_kernel_client = self._jupyter_client.get_kernel_client(self._kernel_id)

    @property
    def code_extractor(self) -> CodeExtractor:
        """Finds blocks between Markdown fences."""
        return MarkdownCodeExtractor()

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> IPythonCodeResult:
        """Run the blocks in order, up to the first that fails.

        Returns:
            Exit code 0 with all outputs and the files that were saved, or 1 with the error alone.
        """
        self._jupyter_kernel_client.wait_for_ready()
        outputs: list[str] = []
        files: list[str] = []
        for block in code_blocks:
            code = silence_pip(block.code, block.language)
            result = self._jupyter_kernel_client.execute(code, timeout_seconds=self._timeout)
            if not result.is_ok:
                return IPythonCodeResult(exit_code=1, output=f"ERROR: {result.output}")
            outputs.append(result.output)
            outputs.extend(self._shown(item, files) for item in result.data_items)
        return IPythonCodeResult(exit_code=0, output="\n".join(outputs), output_files=files)

    def _shown(self, item: JupyterKernelClient.ExecutionResult.DataItem, files: list[str]) -> str:
        if item.mime_type == "image/png":
            files.append(self._save_image(item.data))
            return f"Image data saved to {files[-1]}"
        if item.mime_type == "text/html":
            files.append(self._save_html(item.data))
            return f"HTML data saved to {files[-1]}"
        return json.dumps(item.data)

    def restart(self) -> None:
        """Restart the kernel."""
        self._jupyter_client.restart_kernel(self._kernel_id)
        self._jupyter_kernel_client.stop()
        self._jupyter_kernel_client = self._jupyter_client.get_kernel_client(self._kernel_id)

    def _save_image(self, image_data_base64: str) -> str:
        return _outputs.save_image(self._output_dir, image_data_base64)

    def _save_html(self, html_data: str) -> str:
        return _outputs.save_html(self._output_dir, html_data)

    def stop(self) -> None:
        """Delete the kernel."""
        self._jupyter_client.delete_kernel(self._kernel_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()


def _connection_info(server: JupyterConnectable | JupyterConnectionInfo) -> JupyterConnectionInfo:
    if isinstance(server, JupyterConnectionInfo):
        return server
    if isinstance(server, JupyterConnectable):
        return server.connection_info
    raise ValueError("jupyter_server must be a JupyterConnectable or JupyterConnectionInfo.")
