"""v0.2's executors of code by name, and what they have.

v0.2: autogen/coding.
"""

from __future__ import annotations

_FILES = frozenset({"timeout", "work_dir"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "LocalCommandLineCodeExecutor": _FILES | {"execution_policies", "functions", "functions_module"},
    "DockerCommandLineCodeExecutor": _FILES | {"execution_policies", "bind_dir"},
    "PodCommandLineCodeExecutor": _FILES | {"execution_policies"},
    "EmbeddedIPythonCodeExecutor": frozenset({"timeout", "kernel_name", "output_dir"}),
    "JupyterCodeExecutor": frozenset(),
}
"""What is read of each class."""
ATTRIBUTES["LocalCommandlineCodeExecutor"] = ATTRIBUTES["LocalCommandLineCodeExecutor"]

METHODS = frozenset({"format_functions_for_prompt"})
"""Methods that only tell something."""

STOPPED = frozenset({"DockerCommandLineCodeExecutor", "PodCommandLineCodeExecutor", "JupyterCodeExecutor"})
"""Classes with a method `stop`, whose objects are context managers."""

ENTERED = STOPPED | {"DockerJupyterServer", "LocalJupyterServer"}
"""Classes of objects that are their own context managers."""

BASE = "CodeExecutor"
"""What executors of one's own are made of."""


def is_entered(qualified: str) -> bool:
    """Whether ``with`` binds the object that this class makes."""
    return qualified.rpartition(".")[2] in ENTERED
