"""AM205: a client that the program asks itself becomes a v0.4 model client.

v0.2: autogen/oai/client.py OpenAIWrapper.create.  v0.4: autogen_core.models.ChatCompletionClient.create.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from autogen_codemods.model.literals import constant, entries, keywords
from autogen_codemods.model.settings import names_behind, settings_of
from autogen_codemods.model.view import ModuleView, Variable
from autogen_codemods.native import am201_model_clients as am201
from autogen_codemods.native import am204_caches
from autogen_codemods.native.done import Done, Outcome
from autogen_codemods.native.draft import Draft, call, items
from autogen_codemods.native.proof import NotProven
from autogen_codemods.rules.base import Kind, Rule, Tier
from autogen_codemods.tree.walk import dotted

RULE = Rule(
    code="AM205",
    title="a client that the program asks itself becomes a model client",
    kind=Kind.REWRITE,
    tier=Tier.NATIVE,
    why="v0.4's model clients take typed messages, are awaited, and answer with a text. What is asked for besides the "
    "messages is passed on as it is, and the client falls over and caches as OpenAIWrapper did. A request that is "
    "given a cache asks a client that has it.",
    before="client = OpenAIWrapper(config_list=config_list)\n"
    'response = client.create(messages=[{"role": "user", "content": "Hello"}])\n'
    "print(client.extract_text_or_completion_object(response)[0])",
    after="client = model_client_from(config_list)\n"
    'response = await client.create([UserMessage(content="Hello", source="user")])\n'
    "print(response.content)",
)

CODE = RULE.code
_CLASS = "OpenAIWrapper"
_NATIVE = "autogen_compat.native"
_EXTRACT = "extract_text_or_completion_object"
_PASSED_ON = frozenset(
    {
        "cache_seed",
        "frequency_penalty",
        "max_tokens",
        "model",
        "presence_penalty",
        "response_format",
        "seed",
        "stop",
        "temperature",
        "timeout",
        "top_p",
    }
)
_SUMMARIES = {
    "actual_usage_summary": "actual_usage",
    "clear_usage_summary": "clear_usage",
    "print_usage_summary": "print_client_usage",
    "total_usage_summary": "total_usage",
}
_METHODS = frozenset({"clear_usage_summary", "print_usage_summary"})
_MESSAGES = {"system": "SystemMessage", "user": "UserMessage", "assistant": "AssistantMessage"}
_NOWHERE = (cst.Lambda, cst.GeneratorExp, cst.ClassDef, cst.Decorator, cst.Param)
"""Where nothing can be awaited."""


@dataclass(frozen=True)
class _Text:
    """The expression `node` that reads the text of `answer`, or with `is_list` the list of its texts."""

    node: cst.CSTNode
    answer: cst.CSTNode
    is_list: bool = False
    extraction: cst.Call | None = None


@dataclass
class _Wrapper:
    """A variable that holds a client, what it is asked, and what is read of the answers."""

    variable: Variable
    call: cst.Call
    creations: list[cst.Call] = field(default_factory=list[cst.Call])
    texts: list[_Text] = field(default_factory=list[_Text])
    costs: list[cst.Attribute] = field(default_factory=list[cst.Attribute])
    """Reads of what an answer has cost."""
    usages: list[cst.Call | cst.Attribute] = field(default_factory=list["cst.Call | cst.Attribute"])
    """What is done with the sums of all answers."""

    @property
    def counts(self) -> bool:
        """Whether more is asked for than v0.4's own clients tell."""
        return bool(self.costs or self.usages)


def rewrite_wrappers(draft: Draft, outcome: Outcome) -> None:
    """Rewrite the clients of a module that are proven, and note why the others stay."""
    view = draft.view
    for node in view.calls():
        if view.legacy_name(node.func) != _CLASS or draft.is_gone(node):
            continue
        imports = set(draft.imports)
        try:
            _rewrite(draft, _understood(draft, node))
        except NotProven as reason:
            draft.imports = imports
            outcome.reasons.append(reason)
        else:
            outcome.done.append(Done(CODE, node, "the client is a model client of v0.4"))


def _understood(draft: Draft, made: cst.Call) -> _Wrapper:
    """What is done with a client; raises NotProven if some of it is not rewritten."""
    view = draft.view
    above = view.parent(made)
    variable = view.variable(above.targets[0].target) if isinstance(above, cst.Assign) else None
    if variable is None or variable.value is not made or draft.is_exported(variable):
        raise NotProven(CODE, made, "the client is not in a variable that only this file uses")
    wrapper = _Wrapper(variable, made)
    extractions: list[cst.Call] = []
    for read in variable.reads:
        name, used = _method(view, read)
        if name == "create" and used is not None:
            _check_place(view, used)
            wrapper.creations.append(used)
            _read_answers(view, wrapper, used)
        elif name == _EXTRACT and used is not None:
            extractions.append(used)
        elif (summary := _summary(view, read, used)) is not None:
            wrapper.usages.append(summary)
        else:
            raise NotProven(CODE, read, f"the client is used for more than texts (`{_shown(view, read)}`)")
    if not {id(each) for each in extractions} <= {id(text.extraction) for text in wrapper.texts}:
        raise NotProven(CODE, made, "it is not seen which answers the texts are taken of")
    return wrapper


def _method(view: ModuleView, read: cst.Name) -> tuple[str, cst.Call | None]:
    """The method that is called of a name."""
    method = view.parent(read)
    used = view.parent(method) if isinstance(method, cst.Attribute) and method.value is read else None
    if not isinstance(method, cst.Attribute) or not isinstance(used, cst.Call) or used.func is not method:
        return "", None
    return method.attr.value, used


def _check_place(view: ModuleView, creation: cst.Call) -> None:
    for outer in view.ancestors(creation):
        if isinstance(outer, _NOWHERE):
            raise NotProven(CODE, creation, "the client is asked where nothing can be awaited")
        if isinstance(outer, cst.FunctionDef):
            return


def _summary(view: ModuleView, read: cst.Name, used: cst.Call | None) -> cst.Call | cst.Attribute | None:
    """The use of a client for the sums of its answers, where a name begins one."""
    above = view.parent(read)
    if not isinstance(above, cst.Attribute) or above.attr.value not in _SUMMARIES:
        return None
    called = above.attr.value in _METHODS
    return used if called else above if used is None else None


def _read_answers(view: ModuleView, wrapper: _Wrapper, creation: cst.Call) -> None:
    """Note where the text or the cost of an answer is read; raises NotProven if more is."""
    above = view.parent(creation)
    if isinstance(above, cst.Expr):
        return
    if not isinstance(above, cst.Assign):
        wrapper.texts.append(_text_of(view, creation))
        return
    variable = view.variable(above.targets[0].target)
    if variable is None or variable.value is not creation:
        raise NotProven(CODE, creation, f"`{view.code(above.targets[0])}` is not always an answer")
    for read in variable.reads:
        attribute = view.parent(read)
        if isinstance(attribute, cst.Attribute) and attribute.attr.value == "cost":
            wrapper.costs.append(attribute)
        elif not _is_count(view, read):
            wrapper.texts.append(_text_of(view, read))


def _is_count(view: ModuleView, answer: cst.Name) -> bool:
    """Whether tokens are read, which v0.4's answers have under the same names: ``answer.usage.prompt_tokens``."""
    usage = view.parent(answer)
    count = view.parent(usage) if isinstance(usage, cst.Attribute) and usage.attr.value == "usage" else None
    return isinstance(count, cst.Attribute) and count.attr.value in {"prompt_tokens", "completion_tokens"}


def _text_of(view: ModuleView, answer: cst.CSTNode) -> _Text:
    node: cst.CSTNode | None = answer
    for step in _PATH:
        above = view.parent(node) if node is not None else None
        matches = isinstance(above, cst.Attribute | cst.Subscript) and above.value is node and _step(above) == step
        node = above if matches else None
    if node is not None:
        return _Text(node, answer)
    above = view.parent(answer)
    extraction = view.parent(above) if isinstance(above, cst.Arg) else None
    if isinstance(extraction, cst.Call) and (dotted(extraction.func) or "").endswith(f".{_EXTRACT}"):
        outer = view.parent(extraction)
        if isinstance(outer, cst.Subscript) and outer.value is extraction and _step(outer) == "[0]":
            return _Text(outer, answer, extraction=extraction)
        return _Text(extraction, answer, is_list=True, extraction=extraction)
    raise NotProven(CODE, answer, f"more than the text of an answer is read (`{_shown(view, answer)}`)")


_PATH = ("choices", "[0]", "message", "content")


def _step(node: cst.Attribute | cst.Subscript) -> str:
    if isinstance(node, cst.Attribute):
        return node.attr.value
    index = node.slice[0].slice if len(node.slice) == 1 else None
    value = index.value if isinstance(index, cst.Index) else None
    return f"[{value.value}]" if isinstance(value, cst.Integer) else ""


def _shown(view: ModuleView, node: cst.CSTNode) -> str:
    above = view.parent(node)
    while isinstance(above, cst.Attribute | cst.Call | cst.Subscript):
        node, above = above, view.parent(above)
    text = " ".join(view.code(node).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _rewrite(draft: Draft, wrapper: _Wrapper) -> None:
    """Write the v0.4 form of a client, its requests and what is read of the answers; raises NotProven."""
    name = wrapper.variable.name
    requests = {id(each): _request(draft, name, each, counts=wrapper.counts) for each in wrapper.creations}
    plain = not wrapper.counts and all(len(each.args) == 1 for each in wrapper.creations)
    client = _client(draft, wrapper.call, plain=plain)
    draft.replace(wrapper.call, client)
    for text in wrapper.texts:
        request = requests.pop(id(text.answer), None)
        content = f"({request}).content" if request else f"{draft.view.code(text.answer)}.content"
        draft.replace(text.node, f"[{content}]" if text.is_list else content)
    for creation in wrapper.creations:
        if id(creation) in requests:
            draft.replace(creation, requests[id(creation)])
    for cost in wrapper.costs:
        draft.replace(cost, f"{draft.use(_NATIVE, 'cost_of_answer')}({draft.view.code(cost.value)})")
    for usage in wrapper.usages:
        draft.replace(usage, _counted(draft, name, usage))


def _counted(draft: Draft, client: str, usage: cst.Call | cst.Attribute) -> str:
    method = usage if isinstance(usage, cst.Attribute) else cst.ensure_type(usage.func, cst.Attribute)
    given = [draft.code(arg) for arg in usage.args] if isinstance(usage, cst.Call) else []
    return f"{draft.use(_NATIVE, _SUMMARIES[method.attr.value])}({', '.join([client, *given])})"


def _client(draft: Draft, made: cst.Call, *, plain: bool) -> str:
    """The client; what requests say besides the messages is read by one that is made of the configuration."""
    view = draft.view
    starred = [arg for arg in made.args if arg.star]
    if starred and (len(made.args) > 1 or starred[0].star != "**"):
        raise NotProven(CODE, made, "the configuration of the client is put together where it is made")
    given = keywords(made.args) if not starred else None
    if given is None and not starred:
        raise NotProven(CODE, made, "the arguments of the client cannot be told")
    draft.configurations.update(name for arg in made.args for name in names_behind(view, arg.value))
    if plain:
        known = settings_of(view, starred[0].value) if starred else given
        if known is not None and (written := am201.written_out(draft, known, made)) is not None:
            return written
    function = draft.use(_NATIVE, "model_client_from")
    if starred or set(given or ()) == {"config_list"}:
        return f"{function}({draft.code(made.args[0].value)})"
    settings = ", ".join(f'"{key}": {draft.code(node)}' for key, node in (given or {}).items())
    return f"{function}({{{settings}}})"


def _request(draft: Draft, client: str, creation: cst.Call, *, counts: bool) -> str:
    """``await client.create(...)`` for one request; raises NotProven."""
    given = keywords(creation.args)
    if given is None or "messages" not in given:
        raise NotProven(CODE, creation, "the messages of the request cannot be told")
    cache = given.pop("cache", None)
    if unknown := sorted(set(given) - _PASSED_ON - {"messages"}):
        raise NotProven(CODE, creation, f"the request has the argument {unknown[0]}")
    arguments = [_messages(draft, given.pop("messages"))]
    asked = {key: draft.code(node) for key, node in given.items()}
    if cache is not None and constant(draft.view, cache) is not None:
        client, asked["cache_seed"] = _cached(draft, client, creation, cache, counts=counts)
    if asked:
        extra = ", ".join(f'"{key}": {code}' for key, code in asked.items())
        arguments.append(f"extra_create_args={{{extra}}}")
    return f"await {call(f'{client}.create', arguments, 24)}"


def _cached(
    draft: Draft, client: str, creation: cst.Call, cache: cst.BaseExpression, *, counts: bool
) -> tuple[str, str]:
    """The client that is asked where a request has a cache of its own, and the seed of the one behind it."""
    kept = am204_caches.cache_of_request(draft.view, creation, cache)
    if counts and not kept.is_configured:
        raise NotProven("AM204", creation, "the cost of answers is read, of which some are given a cache")
    am204_caches.drop_cache(draft, creation, cache)
    if kept.is_configured:
        return client, kept.seed
    return call(draft.use(_NATIVE, kept.function), [client, *kept.arguments], 24), "None"


def _messages(draft: Draft, node: cst.BaseExpression) -> str:
    """The messages, typed where they are written out."""
    written = node.elements if isinstance(node, cst.List) else ()
    typed = [_message(draft, element.value) for element in written]
    if typed and all(typed):
        return items([each for each in typed if each])
    return f"{draft.use(_NATIVE, 'llm_messages')}({draft.code(node)})"


def _message(draft: Draft, node: cst.BaseExpression) -> str | None:
    found = entries(node)
    if found is None or set(found) != {"role", "content"} or isinstance(found["content"], cst.List):
        return None
    role = constant(draft.view, found["role"])
    if not isinstance(role, str) or role not in _MESSAGES:
        return None
    source = [] if role == "system" else [f'source="{role}"']
    cls = draft.use("autogen_core.models", _MESSAGES[role])
    return call(cls, [f"content={draft.code(found['content'])}", *source], 24)
