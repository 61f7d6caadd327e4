"""AM230: classes of one's own below v0.2's agents become what they change about them.

v0.2: autogen/agentchat/conversable_agent.py get_human_input, generate_reply.  v0.4: UserProxyAgent(input_func=…),
BaseChatAgent.
"""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.program import Agent
from autogen_codemods.model.subclasses import Subclass
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import watching
from autogen_codemods.native.callbacks import annotate, check_agents, check_body, check_messages
from autogen_codemods.native.draft import Draft, call
from autogen_codemods.native.naming import name_code
from autogen_codemods.native.profiles import Profile
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import walk

RULE = Rule(
    code="AM230",
    title="a subclass becomes what it changes: arguments, an input function, or an AnsweringAgent",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="A class that only presets arguments is v0.4's agent with these arguments. One that only asks the human in its "
    "own way is a function, which HumanProxyAgent takes as input_func, like v0.4's UserProxyAgent. One that gives "
    "every answer itself is a subclass of AnsweringAgent, a BaseChatAgent whose generate_reply goes on getting v0.2's "
    "message dictionaries. Methods that only look at messages on their way are AM237's; classes that change what is "
    "sent, received or printed stay on compat: v0.4's agents do none of that themselves. v0.2 never calls an "
    "overridden generate_oai_reply or check_termination_and_human_reply; register_reply is what puts those to use.",
    before="class Echo(ConversableAgent):\n"
    "    def generate_reply(self, messages=None, sender=None, **kwargs):\n"
    '        return "You said: " + messages[-1]["content"]',
    after="class Echo(AnsweringAgent):\n"
    "    def generate_reply(self, messages=None, sender=None, **kwargs):\n"
    '        return "You said: " + messages[-1]["content"]',
)

CODE = RULE.code
_ASKS, _ASKS_ASYNC, _ANSWERS = "get_human_input", "a_get_human_input", "generate_reply"
_ASKING = frozenset({_ASKS, _ASKS_ASYNC})
_OWN_NAMES = frozenset({"name", "description"})


def check(agent: Agent, exported: frozenset[str]) -> None:
    """The class of an agent must be one of the three kinds; raises NotProven."""
    of = agent.subclass
    if of is None:
        return
    view = agent.view
    methods = of.methods
    if of.view is not view:
        raise NotProven(CODE, agent.call, f"the class {of.name} is in another file, and no class in v0.4")
    if {of.name, "*"} & exported:
        raise NotProven(CODE, of.node, f"other files may use the class {of.name}")
    if of.other_statements or (methods.get("__init__") is not None and of.preset is None):
        raise NotProven(CODE, of.node, f"the class {of.name} keeps something of its own")
    seeing = methods.keys() & watching.WATCHING
    overrides = sorted(methods.keys() - {"__init__"} - seeing)
    others = [name for name in overrides if name not in {*_ASKING, _ANSWERS}]
    if others or (_ANSWERS in methods and len(overrides) + len(seeing) > 1):
        named = (others or [_ANSWERS])[0]
        raise NotProven(CODE, methods[named], f"the class {of.name} has its own {named}")
    watching.check_kinds(of)
    for name in sorted(seeing):
        watching.check_method(view, of, methods[name])
    if agent.arguments is None:
        raise NotProven(CODE, agent.call, f"what the class {of.name} hands to v0.2's constructor cannot be told")
    if not is_only_made(of):
        raise NotProven(CODE, of.node, f"the class {of.name} is used otherwise than to make agents")
    for name in overrides:
        _check_method(view, of, methods[name])


def is_only_made(of: Subclass) -> bool:
    """Whether a class is only called, or named in ``super()``, in its module."""
    return all(_is_made(of.view, node) or _is_of_super(of.view, node) for node in of.references)


def check_profile(profile: Profile) -> None:
    """The method that is overridden must be one that v0.2 called for this agent; raises NotProven."""
    agent, of = profile.agent, profile.agent.subclass
    if of is None:
        return
    if answers(agent) and (profile.customs or "__init__" in of.methods):
        raise NotProven(CODE, agent.call, f"{agent.name} answers itself, and has functions or presets of its own too")


def answers(agent: Agent) -> bool:
    """Whether the agent's class gives every answer itself."""
    return agent.subclass is not None and _ANSWERS in agent.subclass.methods


def answering(draft: Draft, profile: Profile) -> str:
    """The constructor call of an agent that answers itself; its class gets v0.4's base."""
    agent, of = profile.agent, profile.agent.subclass
    assert of is not None
    if of.node.bases[0] not in draft.removed:
        draft.replace(of.node.bases[0], draft.use("autogen_compat.native", "AnsweringAgent"))
        draft.removed.append(of.node.bases[0])
        method = of.methods[_ANSWERS]
        annotate(draft, method)
        for statement in _fallbacks(method):
            draft.remove(statement)
    parts = [name_code(draft, profile)]
    parts += [f"description={draft.code(profile.description)}"] if profile.description is not None else []
    return call(of.name, parts, len(draft.indent_of(agent.statement)) + len(agent.name) + 3)


def input_function(draft: Draft, agent: Agent, *, is_async: bool) -> str | None:
    """The name of the function that asks the human in chats of this kind, which takes the place of the class."""
    of, name = agent.subclass, _ASKS_ASYNC if is_async else _ASKS
    if of is None or of.keeps_asking or name not in of.methods:
        return None
    called = _called(draft.view, of, name)
    dissolve(draft, of, [_as_function(draft, of.methods[name], called)])
    return called


def _called(view: ModuleView, of: Subclass, method: str) -> str:
    """What the function is called that takes the place of a method, which other classes may have too."""
    same = [node for node in view.nodes if isinstance(node, cst.FunctionDef) and node.name.value == method]
    return method if len(same) == 1 else f"{watching.words(of.name)}_{method}"


def drop(draft: Draft, agent: Agent) -> None:
    """Take the class away where all agents of it are made otherwise now."""
    of = agent.subclass
    if of is None or of.keeps_asking or answers(agent) or of.node in draft.removed:
        return
    own = {id(node) for node in walk(of.node)}
    if all(draft.is_gone(node) or id(node) in own for node in of.references):
        dissolve(draft, of, [])


def dissolve(draft: Draft, of: Subclass, asking: list[str]) -> None:
    """Put functions in the place of the class, or nothing."""
    if of.node in draft.removed:
        return
    seeing = [each for name, each in of.methods.items() if name in watching.WATCHING]
    found = asking + [watching.as_function(draft, of, each) for each in seeing if watching.seen_in(each)]
    if not found:
        draft.remove(of.node)
        return
    whole = draft.view.text[slice(*draft.view.span(of.node))]
    draft.replace(of.node, "\n\n\n".join(found) + whole[len(whole.rstrip()) :])


def _as_function(draft: Draft, method: cst.FunctionDef, name: str) -> str:
    """The method as a function of this name, its lines relative to the first."""
    view = draft.view
    start, end = view.span(method)
    margin = draft.indent_of(method)
    agent, rest = method.params.params[0], method.params.params[1:]
    after = view.span(rest[0]).start if rest else view.span(agent).end
    text = view.text[start : view.span(agent).start] + view.text[after:end]
    if method.asynchronous is not None and rest:
        token = draft.use("autogen_core", "CancellationToken")
        last = rest[0].annotation.annotation if rest[0].annotation is not None else rest[0].name
        place = view.span(last).end - after + view.span(agent).start - start
        text = f"{text[:place]}, cancellation_token: {token} | None = None{text[place:]}"
    text = text.replace(f"def {method.name.value}", f"def {name}", 1)
    return "".join(line.removeprefix(margin) for line in text.rstrip().splitlines(keepends=True))


def _check_method(view: ModuleView, of: Subclass, method: cst.FunctionDef) -> None:
    names = [each.name.value for each in method.params.params]
    if (method.asynchronous is not None) is not (method.name.value == _ASKS_ASYNC) or method.decorators or not names:
        raise NotProven(CODE, method, f"the {method.name.value} of {of.name} is asynchronous or decorated")
    if any(isinstance(node, cst.Name) and node.value == "super" for node in walk(method.body)):
        raise NotProven(CODE, method, f"the {method.name.value} of {of.name} goes on to v0.2's")
    check_body(view, CODE, method)
    if method.name.value in _ASKING:
        _check_asking(view, of, method, names)
    else:
        _check_answering(view, of, method, names)


def _check_asking(view: ModuleView, of: Subclass, method: cst.FunctionDef, names: list[str]) -> None:
    """It may show the prompt, whose words are others now, but not read it."""
    if len(names) != 2:
        raise NotProven(CODE, method, f"the {method.name.value} of {of.name} does not take a prompt")
    for node in walk(method.body):
        if not isinstance(node, cst.Name) or node.value not in names:
            continue
        above = view.parent(node)
        if node.value == names[0]:
            raise NotProven(CODE, node, f"the {method.name.value} of {of.name} uses the agent")
        if not isinstance(above, cst.Arg | cst.FormattedStringExpression):
            raise NotProven(
                CODE, node, f"the {method.name.value} of {of.name} reads the prompt, whose words are v0.2's"
            )


def _check_answering(view: ModuleView, of: Subclass, method: cst.FunctionDef, names: list[str]) -> None:
    if names[1:3] != ["messages", "sender"] or method.params.star_kwarg is None:
        raise NotProven(CODE, method, f"the {_ANSWERS} of {of.name} does not take messages, sender and ** arguments")
    guards = {id(node) for statement in _fallbacks(method) for node in walk(statement)}
    check_agents(view, CODE, method, {names[0], "sender", method.params.star_kwarg.name.value}, guards)
    check_messages(view, CODE, method, {"messages"}, guards)


def _fallbacks(method: cst.FunctionDef) -> list[cst.If]:
    """``if messages is None: messages = self._oai_messages[sender]``, which v0.2's callers need."""
    found: list[cst.If] = []
    for statement in method.body.body:
        match statement:
            case cst.If(
                test=cst.Comparison(left=cst.Name(value="messages"), comparisons=[cst.ComparisonTarget(cst.Is())]),
                body=cst.IndentedBlock(
                    body=[
                        cst.SimpleStatementLine(body=[cst.Assign(value=cst.Subscript(value=cst.Attribute(attr=name)))])
                    ]
                ),
                orelse=None,
            ) if name.value in {"_oai_messages", "chat_messages"}:
                found.append(statement)
            case _:
                pass
    return found


def _is_of_super(view: ModuleView, node: cst.CSTNode) -> bool:
    """Whether a class is named in ``super(Class, self)``."""
    call = view.parent(view.parent(node) or node)
    return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "super"


def _is_made(view: ModuleView, node: cst.CSTNode) -> bool:
    above = view.parent(node)
    return isinstance(above, cst.Call) and above.func is node
