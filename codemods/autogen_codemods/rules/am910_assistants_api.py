"""Agents on OpenAI's Assistants API, which is no more."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.compat.module import LegacyModule, Proposal
from autogen_codemods.offers import written
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM910",
    title="agent on the Assistants API",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "OpenAI shut the Assistants API down on 2026-08-26. Code still imports and fails when it runs: stored "
        "assistants, threads and files are gone. Choose an agent on Chat Completions (an AssistantAgent with the same "
        "instructions and function tools) or autogen_ext.agents.openai.OpenAIAgent on the Responses API, which has "
        "file search and the code interpreter but takes no function tools, drops images, counts no usage, and answers "
        "with the text of the error where the key is wrong. An AssistantAgent of v0.2 becomes native like any other."
    ),
    before="agent = GPTAssistantAgent('analyst', instructions=text, llm_config=llm_config)\n",
    after=(
        "# Chat Completions, which the native tier goes on with:\n"
        "agent = AssistantAgent('analyst', system_message=text, llm_config=llm_config)\n"
        "# or the Responses API, in a team of v0.4:\n"
        "agent = OpenAIAgent('analyst', description='An analyst.', client=AsyncOpenAI(), model='gpt-4o', "
        "instructions=text, tools=[{'type': 'file_search', 'vector_store_ids': [store]}])\n"
        "team = RoundRobinGroupChat([agent], max_turns=1)\n"
    ),
)

_CHAT_COMPLETIONS = (
    "AssistantAgent({name|name}, system_message={instructions|instructions}, llm_config={llm_config|llm_config}) "
    "on Chat Completions"
)
_RESPONSES = (
    "OpenAIAgent({name|name}, description={name|name}, client=AsyncOpenAI(), model='gpt-4o', "
    "instructions={instructions|instructions}, tools=["
)
_TOOLS = {
    "code_interpreter": "{'type': 'code_interpreter', 'container': {'type': 'auto'}}",
    "file_search": "{'type': 'file_search', 'vector_store_ids': [store]}",
    "retrieval": "{'type': 'file_search', 'vector_store_ids': [store]}",
}
"""The tools of stored assistants, as the Responses API takes them."""
_PARAMETERS = ("name", "instructions", "llm_config", "assistant_config")
_AGENT = "autogen.agentchat.contrib.gpt_assistant_agent.GPTAssistantAgent"


def find(module: LegacyModule) -> Iterator[Proposal]:
    """Calls and subclasses of GPTAssistantAgent; the import, where there is neither."""
    calls = [n for n in module.nodes if isinstance(n, cst.Call) and _is_agent(module.imports.qualified(n.func))]
    classes = [
        n
        for n in module.nodes
        if isinstance(n, cst.ClassDef) and any(_is_agent(module.imports.qualified(b.value)) for b in n.bases)
    ]
    imports = [i.alias or i.statement for i in module.imports.imports if _is_agent(i.target)]
    for node in calls or classes or imports:
        shown = node.func if isinstance(node, cst.Call) else node.name if isinstance(node, cst.ClassDef) else node
        yield Proposal(RULE, shown, f"the Assistants API was shut down on 2026-08-26; {_offer(module, node)}")


def _offer(module: LegacyModule, node: cst.CSTNode) -> str:
    """What to write in the place of an agent: both versions, with its own values."""
    if not isinstance(node, cst.Call):
        return "choose what takes its place: an AssistantAgent on Chat Completions or an OpenAIAgent"
    named = (each.evaluated_value for each in module.nodes if isinstance(each, cst.SimpleString))
    tools = dict.fromkeys(_TOOLS[each] for each in named if isinstance(each, str) and each in _TOOLS)
    responses = f"{written(_RESPONSES, node, _PARAMETERS)}{', '.join(tools)}]) on the Responses API"
    return f"write {written(_CHAT_COMPLETIONS, node, _PARAMETERS)}, or {responses}"


def _is_agent(name: str | None) -> bool:
    return name is not None and name.rpartition(".")[2] == "GPTAssistantAgent" and fates.canonical(name) == _AGENT
