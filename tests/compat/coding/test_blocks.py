"""Code blocks before they run: found, named, silenced; functions for them; the factory."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_compat.coding import (
    CodeBlock,
    CodeExecutor,
    CodeExecutorFactory,
    LocalCommandLineCodeExecutor,
    MarkdownCodeExtractor,
)
from autogen_compat.coding.base import CodeResult
from autogen_compat.coding.func_with_reqs import (
    Alias,
    FunctionWithRequirements,
    ImportFromModule,
    _build_python_functions_file,
    to_stub,
    with_requirements,
)
from autogen_compat.coding.utils import _get_file_name_from_content, silence_pip
from autogen_core import CancellationToken
from autogen_core import code_executor as v04

# Finding blocks


def blocks(text: Any) -> list[tuple[str, str]]:
    return [(block.language, block.code) for block in MarkdownCodeExtractor().extract_code_blocks(text)]


def test_text_without_fences_has_no_blocks() -> None:
    assert blocks("python code: print(1)") == []
    assert blocks(None) == []


def test_the_language_of_a_bare_fence_is_guessed() -> None:
    assert blocks("```\nprint(1)\n```\n```\npip install x\n```") == [("python", "print(1)"), ("sh", "pip install x")]


def test_a_language_that_cannot_be_guessed_is_empty() -> None:
    assert blocks("```\necho one two\n```") == [("", "echo one two")]


def test_multimodal_content_is_searched() -> None:
    assert blocks([{"type": "text", "text": "```py\nx\n```"}, {"type": "image_url"}]) == [("py", "x")]


# File names


@pytest.mark.parametrize(
    ("first_line", "name"),
    [
        ("# filename: a.py", "a.py"),
        ("# a.py", "a.py"),
        ("// filename: sub/a.js", "sub/a.js"),
        ("/* a.css */", "a.css"),
        ("<!-- filename: a.html -->", "a.html"),
        ("   # a.py   ", "a.py"),
        ("# any comment at all", "any comment at all"),
        ("#a.py", None),
        ("print('# a.py')", None),
    ],
)
def test_a_comment_on_the_first_line_names_the_file(first_line: str, name: str | None, tmp_path: Path) -> None:
    assert _get_file_name_from_content(f"{first_line}\ncode", tmp_path) == name


@pytest.mark.parametrize("name", ["../a.py", "/etc/a.py", "sub/../../a.py"])
def test_a_file_outside_of_the_workspace_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        _get_file_name_from_content(f"# filename: {name}", tmp_path)


def test_an_absolute_name_within_the_workspace_is_fine(tmp_path: Path) -> None:
    assert _get_file_name_from_content(f"# {tmp_path}/a.py", tmp_path) == "a.py"


# pip


@pytest.mark.parametrize(
    ("language", "line", "silenced"),
    [
        ("sh", "pip install a && pip install b", "pip install -qqq a && pip install -qqq b"),
        ("bash", "pip install -qqq a", "pip install -qqq a"),
        ("sh", "sudo pip install a", "sudo pip install a"),
        ("sh", "!pip install a", "!pip install a"),
        ("python", "!pip install a", "!pip install -qqq a"),
        ("python", "! pip install a", "! pip install -qqq a"),
        ("python", "pip install a", "pip install a"),
        ("javascript", "pip install a", "pip install a"),
    ],
)
def test_pip_is_silenced_where_it_is_a_command(language: str, line: str, silenced: str) -> None:
    assert silence_pip(f"x\n{line}\ny", language) == f"x\n{silenced}\ny"


# Functions with requirements


def plain(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b


@with_requirements(
    python_packages=["x==1"],
    global_imports=["os", Alias("numpy", "np"), ImportFromModule("a.b", ["c", Alias("d", "e")])],
)
@cache
def decorated() -> int:
    return 1


def test_a_stub_shows_signature_and_docstring() -> None:
    assert to_stub(plain) == ("def plain(a: 'int', b: 'int' = 2) -> 'int':\n    \"\"\"Add two numbers.\"\"\"\n    ...")


def test_a_function_from_a_string_has_a_stub_and_cannot_be_called() -> None:
    function = FunctionWithRequirements.from_str("def f(x: int) -> str:\n    return str(x)\n", ["y"])
    assert to_stub(function) == "def f(x: int) -> str:\n    ..."
    with pytest.raises(NotImplementedError):
        function(1)


@pytest.mark.parametrize("source", ["def f(:", "x = 1", "def f(): pass\ndef g(): pass"])
def test_a_string_must_hold_one_function(source: str) -> None:
    with pytest.raises(ValueError):
        FunctionWithRequirements.from_str(source)


def test_the_functions_file_has_imports_and_sources_without_the_requirements() -> None:
    source = _build_python_functions_file([plain, decorated, FunctionWithRequirements.from_str("def f(): return 3\n")])
    head, _, body = source.partition("\n\n")
    assert head.splitlines() == ["import os", "import numpy as np", "from a.b import c, d as e"]
    assert "with_requirements" not in body
    assert "@cache\ndef decorated() -> int:" in body
    assert body.index("def plain") < body.index("def decorated") < body.index("def f()")


def test_functions_within_functions_are_moved_to_the_left() -> None:
    def inner() -> int:
        return 1

    assert _build_python_functions_file([inner]).strip().startswith("def inner() -> int:\n    return 1")


def test_a_decorated_function_can_be_called() -> None:
    assert decorated() == 1
    assert decorated.python_packages == ["x==1"]
    assert FunctionWithRequirements.from_callable(plain)(1) == 3


# The factory


class Own:
    """Knows nothing of v0.2's classes."""

    code_extractor = MarkdownCodeExtractor()

    def execute_code_blocks(self, code_blocks: list[CodeBlock]) -> CodeResult:
        return CodeResult(exit_code=0, output="own")

    def restart(self) -> None: ...


@pytest.mark.parametrize("config", [{}, {"executor": "docker"}, {"executor": object()}])
def test_an_unknown_executor_is_refused(config: Any) -> None:
    with pytest.raises(ValueError, match="Unknown code executor"):
        CodeExecutorFactory.create(config)


def test_an_executor_of_ones_own_is_taken_as_it_is() -> None:
    own = Own()
    assert isinstance(own, CodeExecutor)
    assert CodeExecutorFactory.create({"executor": own}) is own


def test_the_local_executor_is_made_by_name(tmp_path: Path) -> None:
    config: Any = {"executor": "commandline-local", "commandline-local": {"timeout": 5, "work_dir": str(tmp_path)}}
    executor = CodeExecutorFactory.create(config)
    assert isinstance(executor, LocalCommandLineCodeExecutor)
    assert (executor.timeout, executor.work_dir) == (5, tmp_path)


def test_a_missing_jupyter_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupyter_client.manager", None)
    with pytest.raises(ImportError, match=r'pip install "autogen-migrate\[jupyter\]"'):
        CodeExecutorFactory.create({"executor": "ipython-embedded"})


class V04Executor(v04.CodeExecutor):
    def __init__(self) -> None:
        self.calls: list[Any] = []

    async def start(self) -> None:
        self.calls.append("start")

    async def stop(self) -> None:
        self.calls.append("stop")

    async def restart(self) -> None:
        self.calls.append("restart")

    async def execute_code_blocks(
        self, code_blocks: list[v04.CodeBlock], cancellation_token: CancellationToken
    ) -> v04.CodeResult:
        self.calls.append(code_blocks)
        return v04.CodeResult(exit_code=3, output="v0.4's")


def test_a_v04_executor_runs_blocks_after_it_was_started_once() -> None:
    inner = V04Executor()
    executor = CodeExecutorFactory.create({"executor": inner})  # type: ignore[typeddict-item]
    assert isinstance(executor, CodeExecutor)
    result = executor.execute_code_blocks([CodeBlock(code="1", language="python")])
    assert (result.exit_code, result.output) == (3, "v0.4's")
    executor.restart()
    executor.execute_code_blocks([])
    assert inner.calls == ["start", [v04.CodeBlock(code="1", language="python")], "restart", []]


def test_a_namespace_is_no_executor() -> None:
    assert not isinstance(SimpleNamespace(restart=None), CodeExecutor)
