"""What a use of an agent is called, for the reasons why it stays on compat."""

from __future__ import annotations

import libcst as cst

from autogen_codemods.model.view import ModuleView
from autogen_codemods.tree.walk import dotted

_METHODS = {
    "register_reply": "a reply function (register_reply)",
    "register_nested_chats": "chats within a reply (register_nested_chats)",
    "register_hook": "a hook (register_hook)",
    "register_model_client": "a model client of its own (register_model_client)",
    "register_function": "functions by name (register_function)",
    "update_system_message": "a system message that changes (update_system_message)",
    "update_function_signature": "tools that change (update_function_signature)",
    "update_tool_signature": "tools that change (update_tool_signature)",
    "generate_reply": "one answer without a chat (generate_reply)",
    "a_generate_reply": "one answer without a chat (a_generate_reply)",
    "receive": "a message without a chat (receive)",
    "a_receive": "a message without a chat (a_receive)",
    "chat_messages": "its histories (chat_messages)",
    "llm_config": "its llm_config",
    "resume": "a group that goes on (resume)",
    "a_resume": "a group that goes on (a_resume)",
    "add_to_agent": "a capability (add_to_agent)",
    "run_chat": "the manager's reply (run_chat)",
    "print_usage_summary": "its usage (print_usage_summary)",
    "get_actual_usage": "its usage (get_actual_usage)",
    "get_total_usage": "its usage (get_total_usage)",
}
_CHATS = frozenset({"initiate_chat", "a_initiate_chat", "send", "a_send", "initiate_chats", "a_initiate_chats"})


def construct(view: ModuleView, node: cst.CSTNode) -> str:
    """The construct that an agent's name `node` is a part of: ``a hook (register_hook)``."""
    above = view.parent(node)
    if isinstance(above, cst.Attribute) and above.value is node:
        return _of_attribute(view, above)
    call = next((each for each in view.ancestors(node) if isinstance(each, cst.Call)), None)
    if isinstance(above, cst.Del):
        return "a deletion"
    if call is None:
        return _of_place(above)
    return _of_argument(view, call)


def shown(view: ModuleView, node: cst.CSTNode) -> str:
    """The code around a use, shortened."""
    above = view.parent(node)
    while isinstance(above, cst.Attribute | cst.Call | cst.Subscript | cst.Arg | cst.Element):
        node, above = above, view.parent(above)
    text = " ".join(view.code(node).split())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"


def _of_attribute(view: ModuleView, attribute: cst.Attribute) -> str:
    name = attribute.attr.value
    if name in _METHODS:
        return _METHODS[name]
    above = view.parent(attribute)
    if isinstance(above, cst.AssignTarget | cst.AugAssign):
        return f"its attribute {name} that is set"
    if isinstance(above, cst.Call) and above.func is attribute:
        return f"its method {name}()"
    return f"its attribute {name}"


def _of_argument(view: ModuleView, call: cst.Call) -> str:
    name = dotted(call.func) or "a computed function"
    method = call.func.attr.value if isinstance(call.func, cst.Attribute) else name
    receiver = _class_of(view, call.func.value) if isinstance(call.func, cst.Attribute) else None
    if method in _METHODS:
        return f"{_METHODS[method]}{f' of a {receiver}' if receiver else ''}"
    if method in _CHATS and receiver is not None:
        return f"a chat with a {receiver}"
    if method[:1].isupper():
        return f"a part of a {method}"
    return f"an argument of {name}()"


def _class_of(view: ModuleView, node: cst.BaseExpression) -> str | None:
    """The name of the class that an object is made of, where its constructor call is seen."""
    value = view.value(node)
    name = dotted(value.func) if isinstance(value, cst.Call) else None
    name = (name or "").rpartition(".")[2]
    return name if name[:1].isupper() else None


def _of_place(above: cst.CSTNode | None) -> str:
    match above:
        case cst.Return():
            return "the result of a function"
        case cst.Element() | cst.DictElement():
            return "an entry of a collection"
        case cst.Assign() | cst.AnnAssign() | cst.AssignTarget():
            return "another name for it"
        case _:
            return "an expression"
