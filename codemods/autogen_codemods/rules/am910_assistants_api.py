"""Agents on OpenAI's Assistants API, which is no more."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods import fates
from autogen_codemods.compat.module import LegacyModule, Proposal
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
        "# Chat Completions:\n"
        "agent = AssistantAgent('analyst', system_message=text, llm_config=llm_config)\n"
        "# or the Responses API, in a team of v0.4:\n"
        "agent = OpenAIAgent('analyst', description='An analyst.', client=AsyncOpenAI(), model='gpt-4o', "
        "instructions=text, tools=[{'type': 'file_search', 'vector_store_ids': [store]}])\n"
    ),
)

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
        yield Proposal(RULE, shown, "the Assistants API was shut down on 2026-08-26; choose what takes its place")


def _is_agent(name: str | None) -> bool:
    return name is not None and name.rpartition(".")[2] == "GPTAssistantAgent" and fates.canonical(name) == _AGENT
