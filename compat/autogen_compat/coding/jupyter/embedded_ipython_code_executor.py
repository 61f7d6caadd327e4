"""Cells in a kernel on this machine (v0.2: autogen/coding/jupyter/embedded_ipython_code_executor.py)."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

from pydantic import BaseModel, Field, field_validator

from ..base import CodeBlock, CodeExtractor, IPythonCodeResult
from ..markdown_code_extractor import MarkdownCodeExtractor
from ..utils import silence_pip
from . import _outputs

__all__ = ("EmbeddedIPythonCodeExecutor",)


class EmbeddedIPythonCodeExecutor(BaseModel):
    """Runs code blocks as cells of one kernel, which keeps its state from call to call.

    autogen_ext's Jupyter executor gives other texts for images, pages and errors and raises on a timeout, so the
    kernel is talked to directly.

    Raises:
        ValueError: the output folder does not exist, or the kernel is not installed.
        ImportError: the Jupyter packages are not installed.
    """

    timeout: int = Field(default=60, ge=1, description="The timeout for code execution.")
    kernel_name: str = Field(default="python3", description="The kernel name to use. Make sure it is installed.")
    output_dir: str = Field(default=".", description="The directory to save output files.")

    @field_validator("output_dir")
    @classmethod
    def _output_dir_must_exist(cls, value: str) -> str:
        if not os.path.exists(value):
            raise ValueError(f"Output directory {value} does not exist.")
        return value

    def __init__(self, **kwargs: Any) -> None:
        """Start the kernel.

        Args:
            kwargs: `timeout` in seconds for each message of the kernel, `kernel_name`, and `output_dir` for images
                and pages.
        """
        super().__init__(**kwargs)
        self._timeout = self.timeout
        self._kernel_name = self.kernel_name
        self._output_dir = Path(self.output_dir)
        self._start()

    def _start(self) -> None:
        try:
            from jupyter_client.kernelspec import KernelSpecManager
            from jupyter_client.manager import KernelManager
        except ImportError as error:
            message = 'EmbeddedIPythonCodeExecutor needs Jupyter: pip install "autogen-migrate[jupyter]"'
            raise ImportError(message) from error
        if self.kernel_name not in KernelSpecManager().find_kernel_specs():
            raise ValueError(
                f"Kernel {self.kernel_name} is not installed. Please first install it with "
                f"`python -m ipykernel install --user --name {self.kernel_name}`."
            )
        self._kernel_manager = KernelManager(kernel_name=self.kernel_name)
        self._kernel_manager.start_kernel()
        self._kernel_client = self._kernel_manager.client()
        # Stopping a heartbeat that has not begun yet makes jupyter_client open sockets until there are no more.
        self._kernel_client.start_channels(hb=False)
        self._shutdown = weakref.finalize(self, _shut_down, self._kernel_manager, self._kernel_client)

    @property
    def code_extractor(self) -> CodeExtractor:
        """Finds blocks between Markdown fences."""
        return MarkdownCodeExtractor()

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> IPythonCodeResult:
        """Run the blocks in order, whatever their language, up to the first that fails.

        Returns:
            Exit code 0 with all outputs and the files that were saved, or 1 with the error alone.
        """
        self._kernel_client.wait_for_ready()
        outputs: list[str] = []
        files: list[str] = []
        for block in code_blocks:
            try:
                error = self._run(self._process_code(block.code), outputs, files)
            except Empty:
                error = f"ERROR: Timeout waiting for output from code block: {block.code}"
            if error is not None:
                return IPythonCodeResult(exit_code=1, output=error)
        return IPythonCodeResult(exit_code=0, output="\n".join(outputs), output_files=files)

    def _run(self, code: str, outputs: list[str], files: list[str]) -> str | None:
        for message in self._messages(code):
            error = _outputs.error_of(message)
            if error is not None:
                return error
            for mime_type, data in _outputs.data_of(message):
                outputs.append(self._shown(mime_type, data, files))
        return None

    def _messages(self, code: str) -> Iterator[dict[str, Any]]:
        request = self._kernel_client.execute(code, store_history=True)
        while True:
            message = self._kernel_client.get_iopub_msg(timeout=self._timeout)
            if not _outputs.answers(message, request):
                continue
            yield message
            if _outputs.is_end(message):
                return

    def _shown(self, mime_type: str, data: Any, files: list[str]) -> str:
        if mime_type.startswith("image/"):
            files.append(self._save_image(data))
            return f"Image data saved to {files[-1]}"
        if mime_type == "text/html":
            files.append(self._save_html(data))
            return f"HTML data saved to {files[-1]}"
        return _outputs.as_text(mime_type, data)

    def restart(self) -> None:
        """Go on with a new kernel."""
        self._shutdown()
        self._start()

    def _save_image(self, image_data_base64: str) -> str:
        return _outputs.save_image(self._output_dir, image_data_base64)

    def _save_html(self, html_data: str) -> str:
        return _outputs.save_html(self._output_dir, html_data)

    def _process_code(self, code: str) -> str:
        return silence_pip(code, "python")


def _shut_down(manager: Any, client: Any) -> None:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
