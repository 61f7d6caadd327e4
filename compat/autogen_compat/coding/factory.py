"""The executor that a `code_execution_config` asks for (v0.2: autogen/coding/factory.py)."""

from __future__ import annotations

from .base import CodeExecutionConfig, CodeExecutor

__all__ = ("CodeExecutorFactory",)


class CodeExecutorFactory:
    """Makes executors from configurations."""

    @staticmethod
    def create(code_execution_config: CodeExecutionConfig) -> CodeExecutor:
        """The executor that the key "executor" gives or names.

        "commandline-local" and "ipython-embedded" are made with the arguments under the key of the same name. A v0.4
        executor (`autogen_core.code_executor.CodeExecutor`), which v0.2 did not have, is wrapped.

        Raises:
            ValueError: the executor is missing or unknown.
            ImportError: the packages of the Jupyter executor are not installed.
        """
        executor = code_execution_config.get("executor")
        if isinstance(executor, CodeExecutor):
            return executor
        if executor == "commandline-local":
            from .local_commandline_code_executor import LocalCommandLineCodeExecutor

            return LocalCommandLineCodeExecutor(**code_execution_config.get("commandline-local", {}))
        if executor == "ipython-embedded":
            from .jupyter.embedded_ipython_code_executor import EmbeddedIPythonCodeExecutor

            return EmbeddedIPythonCodeExecutor(**code_execution_config.get("ipython-embedded", {}))
        return _wrapped(executor)


def _wrapped(executor: object) -> CodeExecutor:
    from autogen_core.code_executor import CodeExecutor as V04CodeExecutor

    if not isinstance(executor, V04CodeExecutor):
        raise ValueError(f"Unknown code executor {executor}")
    from ._v04 import WrappedCodeExecutor

    return WrappedCodeExecutor(executor)
