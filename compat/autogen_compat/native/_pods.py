"""Code blocks as files in a pod of a Kubernetes cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..coding.kubernetes import PodCommandLineCodeExecutor
from ._file_executors import FileExecutor


class PodFileExecutor(FileExecutor):
    """Saves each code block in a pod, which is made at once, and runs it there.

    The pod goes with :meth:`stop` or when the program ends.

    v0.2: autogen/coding/kubernetes/pod_commandline_code_executor.py.

    Args:
        image: the image of the pod's container.
        pod_name: the name of the pod; made up by default.
        namespace: where it is made; within a cluster, this program's own by default.
        pod_spec: a ``kubernetes.client.V1Pod`` to make instead of all this.
        container_name: the container in which the code runs.
        timeout: seconds to wait for the pod, and that each block may take.
        work_dir: where the files go in the pod.
        kube_config_file: how to reach the cluster; by default what KUBECONFIG or the service account says.
        stop_container: whether the pod goes when the program ends.
        execution_policies: by language, whether code is run or only saved.

    Raises:
        ValueError: an argument is not valid, no namespace is known, or the pod does not start.
    """

    def __init__(
        self,
        image: str = "python:3-slim",
        pod_name: str | None = None,
        namespace: str | None = None,
        pod_spec: Any = None,
        container_name: str | None = "autogen-code-exec",
        timeout: int = 60,
        work_dir: Path | str = "/workspace",
        kube_config_file: str | None = None,
        stop_container: bool = True,
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        self._files = PodCommandLineCodeExecutor(
            image,
            pod_name,
            namespace,
            pod_spec,
            container_name,
            timeout,
            work_dir,
            kube_config_file,
            stop_container,
            execution_policies,
        )
        super().__init__(self._files)
