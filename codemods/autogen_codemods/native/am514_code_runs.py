"""AM514: code that a program has an agent run, without a chat, is run by the agent's executor.

v0.2: autogen/agentchat/conversable_agent.py execute_code_blocks.
"""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from autogen_codemods.model.literals import constant
from autogen_codemods.model.program import Agent, Program, Read
from autogen_codemods.model.tracing import Use
from autogen_codemods.native.am510_executors import executor, has_executor
from autogen_codemods.native.done import Log
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.homes import is_at_hand
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier

RULE = Rule(
    code="AM514",
    title="code that the program has an agent run is run by its executor",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's agents run code only in conversations. The executor is made beside the agent, and ScriptExecutor takes "
    "pairs of language and code as v0.2's agents did: it gives the exit code and the output. v0.2 failed here once the "
    "agent had looked for code in a chat, unless last_n_messages was taken out of its settings.",
    before='exit_code, logs = user_proxy.execute_code_blocks([("sh", "ls")])',
    after='exit_code, logs = user_proxy_executor.run_blocks([("sh", "ls")])',
)

CODE = RULE.code
_VIEW = "last_n_messages"


def runs_code(read: Read) -> bool:
    """Whether the agent is told to run code blocks."""
    call = read.view.parent(read.attribute)
    called = isinstance(call, cst.Call) and call.func is read.attribute and len(call.args) == 1
    return called and read.attribute.attr.value == "execute_code_blocks" and isinstance(read.party, Agent)


def forgets_view(read: Read) -> bool:
    """Whether a line only takes ``last_n_messages`` out of the settings, which v0.2 puts there in chats."""
    view, attribute = read.view, read.attribute
    pop = view.parent(attribute)
    call = view.parent(pop) if isinstance(pop, cst.Attribute) and pop.attr.value == "pop" else None
    if attribute.attr.value != "_code_execution_config" or not isinstance(call, cst.Call) or not call.args:
        return False
    line = view.parent(view.parent(call) or call)
    block = view.parent(line) if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    several = isinstance(block, cst.IndentedBlock | cst.Module) and len(block.body) > 1
    return several and isinstance(view.parent(call), cst.Expr) and constant(view, call.args[0].value) == _VIEW


def is_run(read: Read) -> bool:
    """Whether a read of an agent is about running code without a chat."""
    return runs_code(read) or forgets_view(read)


def is_run_use(program: Program, use: Use) -> bool:
    """Whether a use of an agent is about running code without a chat."""
    return any(is_run(read) for read in program.reads if read.attribute.value is use.node)


def only_runs(program: Program, agent: Agent) -> bool:
    """Whether running code is all that an agent is there for."""
    uses = program.trace(agent).uses
    return bool(uses) and agent.variable is not None and all(is_run_use(program, use) for use in uses)


def rewrite(drafts: Drafts, program: Program, profiles: dict[int, Profile], log: Log) -> None:
    """Give each agent that is told to run code an executor in a variable, and ask that; raises NotProven."""
    reads = [read for read in program.reads if id(read.party) in profiles]
    for profile in list(profiles.values()):
        own = [read for read in reads if read.party is profile.agent and runs_code(read)]
        name = _executor_of(drafts, profile, own) if own else ""
        if profile.code is not None and name:
            profiles[id(profile.agent)] = replace(profile, code=replace(profile.code, variable=name))
        for read in own:
            drafts[read.view].replace(read.attribute, f"{name}.run_blocks")
            log.did(CODE, read.attribute, f"code is run by the executor of {profile.agent.name}")
    for read in filter(forgets_view, reads):
        drafts[read.view].remove(read.view.statement(read.attribute))


def _executor_of(drafts: Drafts, profile: Profile, reads: list[Read]) -> str:
    agent, code = profile.agent, profile.code
    if code is None or code.settings is None or has_executor(agent.view, code.settings):
        raise NotProven(CODE, reads[0].attribute, f"it is not seen by what {agent.name} runs code")
    if _VIEW in code.settings:
        raise NotProven(CODE, reads[0].attribute, f"v0.2 fails here: {agent.name} has last_n_messages")
    for read in reads:
        if not isinstance(agent.target, cst.Name) or agent.variable is None:
            raise NotProven(CODE, read.attribute, f"{agent.name} is not in a variable")
        if not is_at_hand(agent.view, agent.target, read.view, read.attribute):
            raise NotProven(CODE, read.attribute, f"{agent.name} is made elsewhere")
    draft = drafts[agent.view]
    name = draft.fresh(f"{agent.name}_executor", agent.statement)
    draft.insert_before(agent.statement, [f"{name} = {executor(draft, code)}"])
    return name
