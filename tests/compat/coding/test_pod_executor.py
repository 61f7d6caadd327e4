"""Code in a pod, on an API server that runs it on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from autogen_compat.coding import CodeBlock, CodeExecutor
from autogen_compat.coding.base import CommandLineCodeResult
from autogen_compat.coding.kubernetes import PodCommandLineCodeExecutor
from compat.coding.kubernetes_api import KubernetesApi
from kubernetes import client


@pytest.fixture
def api() -> Iterator[KubernetesApi]:
    with KubernetesApi() as api:
        yield api


@pytest.fixture
def arguments(api: KubernetesApi, tmp_path: Path) -> dict[str, Any]:
    config = api.write_config(tmp_path / "config")
    return {"namespace": "default", "kube_config_file": config, "work_dir": tmp_path / "pod"}


def execute(arguments: dict[str, Any], *blocks: tuple[str, str]) -> CommandLineCodeResult:
    with PodCommandLineCodeExecutor(**arguments) as executor:
        return executor.execute_code_blocks([CodeBlock(language=language, code=code) for language, code in blocks])


# Refusals


def test_the_timeout_is_checked(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Timeout must be greater than or equal to 1"):
        PodCommandLineCodeExecutor(**arguments, timeout=0)


def test_outside_of_a_cluster_a_namespace_must_be_given(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Namespace where the pod will be launched must be provided"):
        PodCommandLineCodeExecutor(**{**arguments, "namespace": None})


def test_a_pod_that_cannot_be_created_is_an_error(api: KubernetesApi, arguments: dict[str, Any]) -> None:
    api.pods["mine"] = {}
    with pytest.raises(ValueError, match="(?s)Creating pod failed: .*already exists"):
        PodCommandLineCodeExecutor(**arguments, pod_name="mine")


def test_a_pod_that_does_not_come_up_is_an_error(api: KubernetesApi, arguments: dict[str, Any]) -> None:
    api.phases = ["Pending"] * 100
    with pytest.raises(ValueError, match="pod name mine on namespace default is not Ready after timeout 1 seconds"):
        PodCommandLineCodeExecutor(**arguments, pod_name="mine", timeout=1)
    assert api.pods == {}


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kubernetes", None)
    with pytest.raises(ImportError, match=r'pip install "autogen-migrate\[kubernetes\]"'):
        PodCommandLineCodeExecutor()


def test_no_blocks_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="No code blocks to execute"):
        execute(arguments)


def test_an_unknown_language_ends_the_run(arguments: dict[str, Any]) -> None:
    result = execute(arguments, ("python", "print(1)"), ("perl", "print 2"))
    assert (result.exit_code, result.output) == (1, "1\nUnsupported language perl\n")


def test_a_file_outside_of_the_workspace_ends_the_run(arguments: dict[str, Any]) -> None:
    result = execute(arguments, ("python", "# ../x.py\n"))
    assert (result.exit_code, result.output) == (1, "Filename is not in the workspace")


# Running


def test_code_runs_in_the_pod_from_a_file(arguments: dict[str, Any]) -> None:
    code = "print('$HOME `hi`')"
    result = execute(arguments, ("py", code))
    file = arguments["work_dir"] / f"tmp_code_{md5(code.encode()).hexdigest()}.py"
    assert result == CommandLineCodeResult(exit_code=0, output="$HOME `hi`\n", code_file=str(file))


def test_shell_code_fails_with_standard_error_after_standard_output(arguments: dict[str, Any]) -> None:
    result = execute(arguments, ("sh", "echo err >&2; echo out; exit 3"), ("sh", "echo two"))
    assert (result.exit_code, result.output) == (3, "out\nerr\n")
    assert Path(result.code_file or "").read_text().startswith("#!/bin/bash\n")


def test_a_timeout_gives_the_exit_code_of_the_command_timeout(arguments: dict[str, Any]) -> None:
    result = execute({**arguments, "timeout": 1}, ("sh", "echo one; sleep 30"))
    assert (result.exit_code, result.output) == (124, "one\n\nTimeout")


def test_other_languages_are_saved(arguments: dict[str, Any]) -> None:
    result = execute(arguments, ("js", "// a.js\nconsole.log(1)"), ("ps1", "# b.ps1\n1"))
    folder = arguments["work_dir"]
    assert result.output == f"Code saved to {folder / 'a.js'}\nCode saved to {folder / 'b.ps1'}\n"


def test_the_pod_is_made_and_deleted(api: KubernetesApi, arguments: dict[str, Any]) -> None:
    with PodCommandLineCodeExecutor(**arguments, image="img:1", execution_policies={"javascript": True}) as executor:
        assert isinstance(executor, CodeExecutor)
        assert executor.execution_policies["javascript"] and not executor.execution_policies["ps1"]
        ((name, pod),) = api.pods.items()
        assert name.startswith("autogen-code-exec-")
        assert pod["spec"]["containers"][0]["image"] == "img:1"
        assert pod["spec"]["restartPolicy"] == "Never"
        executor.restart()
    assert api.pods == {}
    executor.stop()


def test_a_pod_of_ones_own_is_used(api: KubernetesApi, arguments: dict[str, Any]) -> None:
    spec = client.V1Pod(
        metadata=client.V1ObjectMeta(name="own", namespace="default"),
        spec=client.V1PodSpec(containers=[client.V1Container(name="box", image="img:1")]),
    )
    assert execute({**arguments, "pod_spec": spec, "container_name": "box"}, ("sh", "echo hi")).output == "hi\n"
    assert api.containers == {"box"}
