"""The executor of code in a Kubernetes pod (v0.2: autogen/coding/kubernetes)."""

from __future__ import annotations

from .pod_commandline_code_executor import PodCommandLineCodeExecutor

__all__ = ["PodCommandLineCodeExecutor"]
