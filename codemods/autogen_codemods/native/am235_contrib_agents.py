"""AM235: agents of contrib that v0.4 has in another form, or not at all.

v0.2: autogen/agentchat/contrib.
"""

from __future__ import annotations

from collections.abc import Iterator

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM235",
    title="an agent of contrib needs a decision",
    kind=Kind.DECISION,
    tier=Tier.NATIVE,
    why="These agents work on compat as before. What v0.4 offers does the job in another way, with other prompts and "
    "other answers, so it is for you to choose: WebSurferAgent - MultimodalWebSurfer, which sees a real browser; "
    "LLaVAAgent - an AssistantAgent on a client for the model, given a MultiModalMessage; MathUserProxyAgent - a "
    "CodeExecutorAgent, with the way to solve problems in the assistant's system_message; TextAnalyzerAgent - a call "
    "of the model client; CompressibleAgent - a model context; AgentBuilder and CaptainAgent - agents that you write "
    "out, or MagenticOneGroupChat, which plans at run time; ReasoningAgent - a reasoning model, or a GraphFlow; "
    "AgentOptimizer - nothing.",
    before='surfer = WebSurferAgent("surfer", llm_config=llm_config, summarizer_llm_config=small)',
    after='surfer = MultimodalWebSurfer("surfer", model_client=model_client)',
    see="https://microsoft.github.io/autogen/stable/reference/index.html",
)

CODE = RULE.code
_OFFERS = {
    "WebSurferAgent": "MultimodalWebSurfer sees a real browser",
    "LLaVAAgent": "an AssistantAgent on a client for the model is given a MultiModalMessage",
    "MathUserProxyAgent": "a CodeExecutorAgent runs the code, and the assistant is told how to solve problems",
    "TextAnalyzerAgent": "the model client is asked",
    "CompressibleAgent": "a model context decides what is read",
    "AgentBuilder": "agents are written out, or MagenticOneGroupChat plans",
    "CaptainAgent": "MagenticOneGroupChat plans",
    "ReasoningAgent": "a reasoning model or a GraphFlow reasons",
    "AgentOptimizer": "there is nothing like it",
}
"""What does the job of each class in v0.4."""


def decisions(view: ModuleView) -> Iterator[NotProven]:
    """A decision for each agent of such a class that is made here."""
    for call in view.calls():
        name = view.legacy_name(call.func) or ""
        if name in _OFFERS:
            yield NotProven(CODE, call, f"{name} has no equal in v0.4: {_OFFERS[name]}")
