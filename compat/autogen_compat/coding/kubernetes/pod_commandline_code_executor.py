"""Code blocks as files in a pod (v0.2: autogen/coding/kubernetes/pod_commandline_code_executor.py)."""

from __future__ import annotations

import atexit
import time
import uuid
from hashlib import md5
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, ClassVar

from typing_extensions import Self

from ...code_utils import TIMEOUT_MSG, _cmd
from .._blocks import EXECUTION_POLICY, LANGUAGE_ALIASES, FileExecutor, check_timeout, policies, run_in_order
from ..base import CodeBlock, CommandLineCodeResult
from ..base import CodeExecutor as CodeExecutor
from ..base import CodeExtractor as CodeExtractor
from ..markdown_code_extractor import MarkdownCodeExtractor as MarkdownCodeExtractor
from ..utils import _get_file_name_from_content
from ..utils import silence_pip as silence_pip

_CONTAINER = "autogen-code-exec"
_NAMESPACE_FILE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
_POLL_SECONDS = 0.1
# The exit code of the command `timeout`.
_TIMED_OUT = 124
# With the folder, the file and the code as $0, $1 and $2.
_SAVE_SCRIPT = 'mkdir -p "$0" && printf "%s\\n" "$2" > "$1" && chmod +x "$1"'


_FROM_KUBERNETES = ("ApiException", "client", "config", "stream")


def __getattr__(name: str) -> Any:
    if name not in _FROM_KUBERNETES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return dict(zip(_FROM_KUBERNETES, _kubernetes(), strict=True))[name]


def _kubernetes() -> tuple[Any, ModuleType, ModuleType, Any]:
    try:
        from kubernetes import client, config
        from kubernetes.client.exceptions import ApiException
        from kubernetes.stream import stream
    except ImportError as error:
        message = 'PodCommandLineCodeExecutor needs the kubernetes package: pip install "autogen-migrate[kubernetes]"'
        raise ImportError(message) from error
    return ApiException, client, config, stream


class PodCommandLineCodeExecutor(FileExecutor):
    """Saves each code block in a pod and runs it there; autogen_ext has no executor of this kind."""

    DEFAULT_EXECUTION_POLICY: ClassVar[dict[str, bool]] = {
        **EXECUTION_POLICY,
        **dict.fromkeys(("pwsh", "powershell", "ps1"), False),
    }
    LANGUAGE_ALIASES: ClassVar[dict[str, str]] = LANGUAGE_ALIASES
    LANGUAGE_FILE_EXTENSION: ClassVar[dict[str, str]] = {
        "python": "py",
        "javascript": "js",
        **dict.fromkeys(("bash", "shell", "sh"), "sh"),
    }

    def __init__(
        self,
        image: str = "python:3-slim",
        pod_name: str | None = None,
        namespace: str | None = None,
        pod_spec: Any = None,
        container_name: str | None = _CONTAINER,
        timeout: int = 60,
        work_dir: Path | str = Path("/workspace"),
        kube_config_file: str | None = None,
        stop_container: bool = True,
        execution_policies: dict[str, bool] | None = None,
    ) -> None:
        """Create the pod and wait until it runs.

        Args:
            image: image of the pod's container.
            pod_name: name of the pod; made up by default.
            namespace: where to create it; within a cluster, this program's own by default.
            pod_spec: a `kubernetes.client.V1Pod` to create instead of all this.
            container_name: the container in which the code runs.
            timeout: seconds to wait for the pod, and that each block may take; at least 1.
            work_dir: where the files go in the pod.
            kube_config_file: how to reach the cluster; by default what KUBECONFIG or the service account says.
            stop_container: delete the pod when the program exits.
            execution_policies: by language, whether code is run or only saved; changes `DEFAULT_EXECUTION_POLICY`.

        Raises:
            ValueError: an argument is not valid, no namespace is known, or the pod does not start.
            ImportError: the kubernetes package is not installed.
        """
        check_timeout(timeout)
        self._api_exception, client, config, self._stream = _kubernetes()
        if kube_config_file is None:
            config.load_config()
        else:
            config.load_config(config_file=kube_config_file)
        self._api_client = client.CoreV1Api()
        self._timeout = timeout
        self._work_dir = Path(work_dir)
        self._container_name = container_name or _CONTAINER
        self.execution_policies = policies(self.DEFAULT_EXECUTION_POLICY, execution_policies)
        pod = pod_spec or _pod(client, image, pod_name, namespace, self._container_name)
        self._pod = self._created(pod)
        try:
            self._wait_for_ready()
        except BaseException:
            self._cleanup()
            raise
        if stop_container:
            atexit.register(self._cleanup)

    def _created(self, pod: Any) -> Any:
        try:
            return self._api_client.create_namespaced_pod(namespace=pod.metadata.namespace, body=pod)
        except self._api_exception as error:
            raise ValueError(f"Creating pod failed: {error}") from error

    def _wait_for_ready(self) -> None:
        name, namespace = self._pod.metadata.name, self._pod.metadata.namespace
        deadline = time.monotonic() + self._timeout
        while time.monotonic() < deadline:
            try:
                if self._api_client.read_namespaced_pod_status(name, namespace).status.phase == "Running":
                    return
            except self._api_exception as error:
                raise ValueError(f"reading pod status failed: {error}") from error
            time.sleep(_POLL_SECONDS)
        raise ValueError(f"pod name {name} on namespace {namespace} is not Ready after timeout {self._timeout} seconds")

    def _cleanup(self) -> None:
        atexit.unregister(self._cleanup)
        try:
            self._api_client.delete_namespaced_pod(self._pod.metadata.name, self._pod.metadata.namespace)
        except self._api_exception:
            pass

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CommandLineCodeResult:
        """Save and run the blocks in order, up to the first that fails.

        Returns:
            The last exit code (124 after a timeout); standard output and error of all; the first block's file.

        Raises:
            ValueError: there are no blocks.
        """
        return run_in_order(code_blocks, self.LANGUAGE_ALIASES, self.DEFAULT_EXECUTION_POLICY, self._save, self._run)

    def _save(self, code: str, lang: str) -> Path:
        if lang in ("bash", "shell", "sh"):
            code = f"#!/bin/bash\n{code}"
        extension = self.LANGUAGE_FILE_EXTENSION.get(lang, lang)
        name = _get_file_name_from_content(code, self._work_dir)
        file = self._work_dir / (name or f"tmp_code_{md5(code.encode()).hexdigest()}.{extension}")
        self._exec(["/bin/sh", "-c", _SAVE_SCRIPT, str(file.parent), str(file), code])
        return file

    def _run(self, file: Path, lang: str) -> tuple[int, str]:
        if not self.execution_policies.get(lang, False):
            return 0, f"Code saved to {file}\n"
        exit_code, logs = self._exec(["timeout", str(self._timeout), _cmd(lang), str(file)])
        return exit_code, f"{logs}\n{TIMEOUT_MSG}" if exit_code == _TIMED_OUT else logs

    def _exec(self, command: list[str]) -> tuple[int, str]:
        connection = self._stream(
            self._api_client.connect_get_namespaced_pod_exec,
            self._pod.metadata.name,
            self._pod.metadata.namespace,
            command=command,
            container=self._container_name,
            stderr=True,
            stdin=False,
            stdout=True,
            tty=False,
            _preload_content=False,
        )
        try:
            connection.run_forever()
            return connection.returncode, connection.read_stdout() + connection.read_stderr()
        finally:
            connection.close()

    def restart(self) -> None:
        """Nothing: every block is a process of its own."""

    def stop(self) -> None:
        """Delete the pod."""
        self._cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_val: BaseException | None, exc_tb: TracebackType | None
    ) -> None:
        self.stop()


def _pod(client: Any, image: str, name: str | None, namespace: str | None, container_name: str) -> Any:
    if namespace is None and not _NAMESPACE_FILE.is_file():
        raise ValueError("Namespace where the pod will be launched must be provided")
    metadata = client.V1ObjectMeta(
        name=name or f"{_CONTAINER}-{uuid.uuid4()}", namespace=namespace or _NAMESPACE_FILE.read_text()
    )
    container = client.V1Container(
        args=["-c", "while true;do sleep 5; done"], command=["/bin/sh"], name=container_name, image=image
    )
    return client.V1Pod(metadata=metadata, spec=client.V1PodSpec(restart_policy="Never", containers=[container]))
