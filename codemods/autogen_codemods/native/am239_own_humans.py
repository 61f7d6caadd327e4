"""AM239: a class of one's own that asks a human, and keeps something for that, is one below HumanProxyAgent.

v0.2: autogen/agentchat/conversable_agent.py get_human_input.  v0.4: autogen_agentchat.agents.UserProxyAgent.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.model import agent_attributes, signatures
from autogen_codemods.model.copies import copied
from autogen_codemods.model.literals import bound_arguments, constant
from autogen_codemods.model.program import Agent, Program
from autogen_codemods.model.subclasses import ASKING, Subclass, is_idle
from autogen_codemods.native.am405_group_classes import self_of
from autogen_codemods.native.am502_functions import listed
from autogen_codemods.native.callbacks import check_body
from autogen_codemods.native.component import Component
from autogen_codemods.native.draft import Drafts
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM239",
    title="a class that asks a human and keeps something for that is one below HumanProxyAgent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="HumanProxyAgent is v0.4's UserProxyAgent with v0.2's rules. What the class asks by is its method ask, and the "
    "queues or connections that it asks over stay its own. A list of reply functions that it put together anew out "
    "of v0.2's has the effect that an asynchronous chat asks once, not twice.",
    before="class WebUser(UserProxyAgent):\n"
    "    def set_queue(self, queue):\n"
    "        self.queue = queue\n"
    "    def get_human_input(self, prompt):\n"
    "        return self.queue.get()",
    after="class WebUser(HumanProxyAgent):\n"
    "    def set_queue(self, queue):\n"
    "        self.queue = queue\n"
    "    async def ask(self, prompt, cancellation_token=None):\n"
    "        return self.queue.get()",
)

CODE = RULE.code
_ORDER = (
    "generate_function_call_reply",
    "generate_tool_calls_reply",
    "generate_code_execution_reply",
    "generate_oai_reply",
)
"""v0.2's reply functions in their order, behind that which asks the human."""
_ASKED = frozenset({"name", "last_message"})


def applies(agent: Agent) -> bool:
    """Whether the class of an agent is of this kind."""
    return agent.subclass is not None and agent.subclass.keeps_asking


def check(component: Component, agent: Agent, drafts: Drafts) -> None:
    """The class must add nothing to v0.2's but its way to ask; raises NotProven."""
    of = agent.subclass
    assert of is not None
    if of.name in drafts[of.view].unseen or "*" in drafts[of.view].unseen:
        raise NotProven(CODE, of.node, f"other files may use the class {of.name}")
    if agent.arguments is None:
        raise NotProven(CODE, agent.call, f"what the class {of.name} hands to v0.2's constructor cannot be told")
    _check_references(component, of)
    asking = _asking(component, agent, of)
    own = own_names(of)
    if clash := sorted(own & (agent_attributes.LEGACY | agent_attributes.HUMAN_PROXY)):
        raise NotProven(CODE, of.node, f"the class {of.name} sets {clash[0]}, which agents have")
    for name, method in of.methods.items():
        if method is not asking and name != "__init__" and method not in _unused(of):
            if name in agent_attributes.LEGACY | agent_attributes.HUMAN_PROXY or method.decorators:
                raise NotProven(CODE, method, f"the class {of.name} has its own {name}")
            _check_method(of, method, own)
    _check_method(of, asking, own | _ASKED)
    _check_constructor(of, own)
    if any(isinstance(node, cst.Attribute) and node.attr.value == "last_message" for node in walk(asking)):
        _check_last_message(component, agent, of, asking)
    if given := sorted({*of.kept} & {*signatures.AGENT_PARAMETERS[of.base]} - {"name"}):
        raise NotProven(CODE, of.node, f"the class {of.name} keeps the {given[0]} of v0.2")
    if chain(of) is not None and _has_tools(component):
        raise NotProven(CODE, agent.call, f"{agent.name} runs no tools in v0.2, and there are some")
    if chain(of) == []:
        raise NotProven(CODE, of.node, f"the class {of.name} has reply functions that v0.2 does not have in this order")


def _check_references(component: Component, of: Subclass) -> None:
    """The class must be there for agents of this component only; raises NotProven."""
    inside = {id(node) for node in walk(of.node)}
    here = [(of.view, node) for node in of.references if id(node) not in inside]
    for view, node in (*here, *component.program.tracer.imports_of(of.view, of.name)):
        call = view.parent(node)
        if not any(each.call is call for each in component.agents):
            raise NotProven(CODE, node, f"the class {of.name} is used otherwise than for agents that meet")


def _asking(component: Component, agent: Agent, of: Subclass) -> cst.FunctionDef:
    """The method that asks in the chats of an agent; raises NotProven."""
    kinds = {chat.is_async for chat in component.chats}
    name = "a_get_human_input" if True in kinds else "get_human_input"
    method = of.methods.get(name)
    if len(kinds) != 1 or method is None or component.nested:
        raise NotProven(CODE, agent.call, f"the class {of.name} has no method that asks in all its chats")
    if True in kinds and chain(of) is None:
        raise NotProven(CODE, agent.call, f"asynchronous chats ask {of.name} once more, as v0.2 does by itself")
    if len(method.params.params) != 2 or method.decorators or (method.asynchronous is not None) is not (True in kinds):
        raise NotProven(CODE, method, f"the {name} of {of.name} is decorated, or does not take a prompt alone")
    human = _copy(of)
    if human is not None and (human.asynchronous is not None) is not (True in kinds):
        raise NotProven(CODE, human, f"the {human.name.value} of {of.name} is one of the other kind of chats")
    return method


def _copy(of: Subclass) -> cst.FunctionDef | None:
    """The copy of v0.2's function that asks a human."""
    return next((each for each in of.methods.values() if copied(each) == "human"), None)


def _unused(of: Subclass) -> list[cst.FunctionDef]:
    """The methods that v0.2 called by itself, or does not call, and nothing else does."""
    return [each for name, each in of.methods.items() if name in ASKING or each is _copy(of)]


def own_names(of: Subclass) -> set[str]:
    """The attributes and methods that only the class has."""
    found = {name for name in of.methods if name not in agent_attributes.LEGACY}
    for method in of.methods.values():
        for node in walk(method.body):
            target = node.target if isinstance(node, cst.AssignTarget | cst.AnnAssign | cst.AugAssign) else None
            parts = [each.value for each in target.elements] if isinstance(target, cst.Tuple) else [target]
            for each in parts:
                if isinstance(each, cst.Attribute) and of.view.code(each.value) == self_of(method):
                    found.add(each.attr.value)
    return found - {"_reply_func_list"} - ({_copy_name(of)} if _copy_name(of) else set())


def _copy_name(of: Subclass) -> str | None:
    human = _copy(of)
    return human.name.value if human is not None else None


def _check_method(of: Subclass, method: cst.FunctionDef, known: set[str]) -> None:
    view = of.view
    for node in walk(method.body):
        if not isinstance(node, cst.Name) or view.is_label(node):
            continue
        above = view.parent(node)
        if node.value == self_of(method) and not (isinstance(above, cst.Attribute) and above.attr.value in known):
            raise NotProven(CODE, node, f"the {method.name.value} of {of.name} uses more of v0.2's agent")
        if node.value == "super":
            raise NotProven(CODE, node, f"the {method.name.value} of {of.name} goes on to v0.2's")
    if any(isinstance(node, cst.Return) for node in walk(method)) and method.name.value == "__init__":
        raise NotProven(CODE, method, f"the constructor of {of.name} may return early")
    check_body(view, CODE, method)


def _check_constructor(of: Subclass, own: set[str]) -> None:
    constructor = of.constructor
    if of.other_statements:
        raise NotProven(CODE, of.node, f"the class {of.name} has more than methods")
    if constructor is None:
        return
    if of.handing is None:
        raise NotProven(CODE, constructor, f"the constructor of {of.name} does not call v0.2's first")
    for line in own_lines(of):
        for node in walk(line):
            above = of.view.parent(node)
            known = isinstance(above, cst.Attribute) and above.attr.value in own
            if isinstance(node, cst.Name) and node.value == self_of(constructor) and not known:
                raise NotProven(CODE, node, f"the constructor of {of.name} uses more of v0.2's agent")
            if isinstance(node, cst.Name | cst.Attribute) and of.view.legacy_name(node) is not None:
                raise NotProven(CODE, node, f"the constructor of {of.name} uses {of.view.code(node)} of v0.2")


def _check_last_message(component: Component, agent: Agent, of: Subclass, asking: cst.FunctionDef) -> None:
    """v0.2's ``last_message()`` is that of the one conversation of the agent; raises NotProven."""
    partners = {id(chat.recipient if chat.sender is agent else chat.sender) for chat in component.chats_of(agent)}
    partners |= {id(manager) for manager in component.managers_of(agent)}
    images = any(each.legacy_class == "MultimodalConversableAgent" for each in component.agents)
    plain = all(
        isinstance(above := of.view.parent(node), cst.Call) and not above.args
        for node in walk(asking)
        if isinstance(node, cst.Attribute) and node.attr.value == "last_message"
    )
    if len(partners) != 1 or _has_tools(component) or images or not plain:
        raise NotProven(CODE, asking, f"the last message of {agent.name} may be no text of its one conversation")


def _has_tools(component: Component) -> bool:
    program = component.program
    having = {id(tool.agent) for tool in (*program.model_tools, *program.executed_tools)}
    return any(id(each) in having or listed(each) for each in component.agents)


def own_lines(of: Subclass) -> list[cst.BaseStatement]:
    """What the constructor does besides calling v0.2's and putting v0.2's reply functions together."""
    constructor, found = of.constructor, list[cst.BaseStatement]()
    for line in constructor.body.body if constructor is not None else ():
        if line is of.handing or is_idle(line) or is_of_chain(of, line):
            continue
        if isinstance(line, cst.BaseStatement):
            found.append(line)
    return found


def is_of_chain(of: Subclass, line: cst.CSTNode) -> bool:
    """Whether a line empties the list of reply functions, or puts one into it."""
    return _empties(of, line) or _registered(of, line) is not None


def _empties(of: Subclass, line: cst.CSTNode) -> bool:
    text = of.view.code(line).strip() if isinstance(line, cst.SimpleStatementLine) else ""
    owner = self_of(of.constructor) if of.constructor is not None else ""
    return text.partition("#")[0].strip() in {f"{owner}._reply_func_list = []", f"{owner}._reply_func_list.clear()"}


def _registered(of: Subclass, line: cst.CSTNode) -> str | None:
    """The name of the function that a line registers for whoever sends a message."""
    match line:
        case cst.SimpleStatementLine(
            body=[cst.Expr(value=cst.Call(func=cst.Attribute(attr=cst.Name("register_reply"))) as call)]
        ):
            arguments = bound_arguments(call, ("trigger", "reply_func", "position"))
        case _:
            return None
    if arguments is None or not arguments.keys() <= {"trigger", "reply_func", "position"}:
        return None
    function = arguments["reply_func"].value if "reply_func" in arguments else None
    if "position" in arguments and constant(of.view, arguments["position"].value) != 0:
        return None
    trigger = arguments["trigger"].value if "trigger" in arguments else None
    named = [each.value for each in trigger.elements] if isinstance(trigger, cst.List) else [trigger]
    everybody = any(each is not None and of.view.legacy_name(each) == "Agent" for each in named)
    if not everybody or not isinstance(function, cst.Attribute):
        return None
    legacy = of.view.legacy_name(function.value) in {"ConversableAgent", "UserProxyAgent", "AssistantAgent"}
    return function.attr.value if legacy or of.view.code(function.value) == of.name else None


def chain(of: Subclass) -> list[str] | None:
    """v0.2's reply functions behind the human that the class puts together anew.

    None where it leaves them; an empty list where they are others, or in another order.
    """
    lines = list(of.constructor.body.body) if of.constructor is not None else []
    registered = [name for line in lines if (name := _registered(of, line)) is not None]
    if not any(_empties(of, line) for line in lines):
        return [] if registered else None
    human, *rest = reversed(registered) if registered else [""]
    rest = [name.removeprefix("a_") for name in rest]
    in_order = [name for name in _ORDER if name in rest]
    return rest if human == _copy_name(of) and rest == in_order else []


def check_profile(profile: Profile) -> None:
    """The agent must ask, and have the reply functions that it needs; raises NotProven."""
    agent, of = profile.agent, profile.agent.subclass
    assert of is not None
    if not profile.is_human:
        raise NotProven(CODE, agent.call, f"{agent.name} asks nobody")
    left = chain(of)
    if left is None:
        return
    needed = (("generate_oai_reply", profile.model), ("generate_code_execution_reply", profile.code))
    if any(what is not None and name not in left for name, what in needed):
        raise NotProven(CODE, agent.call, f"{agent.name} has a model or runs code, which its class leaves out")
    if of.methods.keys() >= {"a_get_human_input"} and profile.mode != "ALWAYS":
        raise NotProven(CODE, agent.call, f"{agent.name} asks at the end, and counts answers otherwise than v0.2")


def asks_once(agent: Agent) -> bool:
    """Whether an asynchronous chat asks its human but once."""
    return agent.subclass is not None and applies(agent) and chain(agent.subclass) is not None


def explained(program: Program, agent: Agent) -> Iterator[cst.CSTNode]:
    """The uses of what only the class has."""
    if agent.subclass is None or not applies(agent):
        return
    own = own_names(agent.subclass)
    for use in program.unclaimed(agent):
        above = use.view.parent(use.node)
        if not use.depth and isinstance(above, cst.Attribute) and above.value is use.node and above.attr.value in own:
            yield use.node
