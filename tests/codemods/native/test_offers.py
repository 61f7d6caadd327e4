"""Decisions say what to write, in code that v0.4 has."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest
from autogen_codemods.files.source import PlainSource
from autogen_codemods.native import rewrite_source
from autogen_codemods.offers import written
from autogen_codemods.plan import plan_source
from autogen_codemods.rules.base import rule
from autogen_codemods.suppress import CodeFilter

DECISIONS = ("AM234", "AM235", "AM910")
HOMES = (
    "autogen_agentchat.agents",
    "autogen_agentchat.teams",
    "autogen_agentchat.conditions",
    "autogen_agentchat.messages",
    "autogen_agentchat.ui",
    "autogen_core",
    "autogen_core.memory",
    "autogen_core.models",
    "autogen_core.model_context",
    "autogen_ext.agents.openai",
    "autogen_ext.agents.magentic_one",
    "autogen_ext.agents.web_surfer",
    "autogen_ext.code_executors.local",
    "autogen_ext.memory.chromadb",
    "autogen_ext.models.ollama",
    "autogen_ext.models.openai",
    "autogen_compat.native",
    "openai",
)


def _public(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", DECISIONS)
def test_what_is_offered_is_code_with_names_that_exist(code: str):
    after = rule(code).after
    tree = compile(after, "after", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    classes = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id[:1].isupper()}
    everything = "".join(map(_public, HOMES))
    assert {name for name in classes - {"Path"} if name not in everything} == set()
    compile(rule(code).before, "before", "exec")


def _messages(source: str, code: str) -> list[str]:
    found = rewrite_source(PlainSource(Path("module.py"), source)).findings
    return [each.message for each in found if each.code == code]


def test_a_decision_has_the_values_of_the_call():
    source = (
        "from autogen.agentchat.contrib.web_surfer import WebSurferAgent\n"
        "surfer = WebSurferAgent('web', llm_config=small)\n"
    )
    [message] = _messages(source, "AM235")
    assert "write MultimodalWebSurfer('web', model_client=model_client_from(small))" in message


def test_a_value_that_is_long_is_left_out():
    import libcst as cst

    call = cst.ensure_type(cst.parse_expression(f"f(name='{'x' * 80}')"), cst.Call)
    assert written("A({name|name}, {other|1})", call) == "A(…, 1)"


def test_an_agent_on_the_assistants_api_is_offered_both_versions():
    source = (
        "from autogen.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent\n"
        "a = GPTAssistantAgent('coder', 'Write code.', c, {'tools': [{'type': 'code_interpreter'}]})\n"
    )
    findings = plan_source(PlainSource(Path("m.py"), source), source.encode(), CodeFilter()).findings
    [message] = [each.message for each in findings if each.code == "AM910"]
    assert "AssistantAgent('coder', system_message='Write code.', llm_config=c) on Chat Completions" in message
    assert "OpenAIAgent('coder', description='coder', client=AsyncOpenAI()" in message
    assert "tools=[{'type': 'code_interpreter', 'container': {'type': 'auto'}}]" in message
