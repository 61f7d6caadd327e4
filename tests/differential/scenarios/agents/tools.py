import json
from typing import Annotated, Any, Literal

from differential.parts import assistant, pair, user
from differential.scenario import scenario


def call(name, arguments, **more):
    """An answer of the model that calls one tool."""
    return {"tool_calls": [{"name": name, "arguments": arguments, **more}]}


def add(a: Annotated[int, "first"], b: Annotated[int, "second"] = 2) -> int:
    """Not the description that the model gets."""
    return a + b


@scenario(call("add", {"a": 1, "b": 2}), "TERMINATE")
def register_function_for_caller_and_executor(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, name="add", description="Adds.")
    result = human.initiate_chat(helper, message="1+2?")
    report("of the assistant", helper.chat_messages)
    return result


@scenario(call("plus", {"a": 1}), "TERMINATE")
def decorators_with_a_name(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    @human.register_for_execution(name="plus")
    @helper.register_for_llm(name="plus", description="Adds.")
    def anything(a: int, b: int = 5) -> str:
        return str(a + b)

    report("map", sorted(human.function_map))
    return human.initiate_chat(helper, message="1+5?")


@scenario(
    {"tool_calls": [{"name": "add", "arguments": {"a": n, "b": n}} for n in (1, 2)] + [{"name": "nope"}]}, "TERMINATE"
)
def several_calls_in_one_message_in_order(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, description="Adds.")
    return human.initiate_chat(helper, message="add")


@scenario(*(call("odd", {"kind": kind}) for kind in ("dict", "list", "none", "float", "text", "error")), "TERMINATE")
def results_of_every_kind(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    results = {"dict": {"a": [1, None]}, "list": [1, "é"], "none": None, "float": 1.5, "text": "plain"}

    def odd(kind: str) -> Any:
        if kind == "error":
            raise ValueError("no such thing")
        return results[kind]

    autogen.register_function(odd, caller=helper, executor=human, description="Odd.")
    return human.initiate_chat(helper, message="try")


@scenario(
    call("add", {}), call("add", {"a": 1, "z": 2}), call("add", "{broken"), call("add", '{"a": "x"}'), "TERMINATE"
)
def arguments_that_do_not_fit(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, description="Adds.")
    return human.initiate_chat(helper, message="add")


@scenario(call("add", '{"a": 1,\n"b": 2}'), "TERMINATE")
def line_breaks_in_arguments(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, description="Adds.")
    return human.initiate_chat(helper, message="add")


@scenario("TERMINATE")
def schemas_from_annotations(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    def everything(
        text: Annotated[str, "a text"],
        unit: Annotated[Literal["km", "mi"], "the unit"],
        numbers: list[float],
        table: dict[str, int],
        maybe: str | None = None,
        limit: Annotated[int, "how many"] = 3,
    ) -> str:
        return text

    autogen.register_function(everything, caller=helper, executor=human, description="All of it.")
    report("schema", helper.llm_config["tools"])
    human.initiate_chat(helper, message="go")


@scenario(call("area", {"shape": {"width": 2, "height": 3}}), "TERMINATE")
def pydantic_arguments(autogen, llm_config, report):
    from pydantic import BaseModel, Field

    class Shape(BaseModel):
        width: float = Field(..., description="in metres")
        height: float = 1.0

    helper, human = pair(autogen, llm_config)

    @human.register_for_execution()
    @helper.register_for_llm(description="Area.")
    def area(shape: Annotated[Shape, "the shape"]) -> Shape:
        return Shape(width=shape.width * shape.height, height=1)

    return human.initiate_chat(helper, message="area?")


@scenario("TERMINATE")
def a_tool_without_annotations_or_description_is_refused(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    def bare(a, b: int):
        return a

    with report.raises("annotations"):
        helper.register_for_llm(description="x")(bare)

    def undescribed(a: int) -> int:
        return a

    with report.raises("description"):
        helper.register_for_llm()(undescribed)
    with report.raises("no model"):
        user(autogen).register_for_llm(description="x")(add)
    with report.raises("style"):
        helper.register_for_llm(description="x", api_style="other")(add)


@scenario({"function_call": {"name": "add", "arguments": {"a": 2, "b": 2}}}, "TERMINATE")
def functions_of_the_old_style(autogen, llm_config, report):
    schema = {"name": "add", "description": "Adds.", "parameters": {"type": "object", "properties": {}}}
    helper, human = assistant(autogen, {**llm_config, "functions": [schema]}), user(autogen)
    human.register_function({"add": add})
    return human.initiate_chat(helper, message="2+2?")


@scenario({"function_call": {"name": "add", "arguments": {"a": 2}}}, "TERMINATE")
def register_for_llm_in_the_function_style(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    helper.register_for_llm(name="add", description="Adds.", api_style="function")(add)
    human.register_for_execution(name="add")(add)
    report("functions", helper.llm_config["functions"])
    return human.initiate_chat(helper, message="2+2?")


@scenario({"function_call": {"name": "gone", "arguments": "{"}}, "TERMINATE")
def an_old_style_call_of_an_unknown_function(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    return human.initiate_chat(helper, message="2+2?")


@scenario(call("slow", {"x": 1}), "TERMINATE")
async def an_async_tool_in_an_async_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    async def slow(x: int) -> str:
        return f"slow {x}"

    autogen.register_function(slow, caller=helper, executor=human, description="Slow.")
    return await human.a_initiate_chat(helper, message="go")


@scenario(call("slow", {"x": 1}), "TERMINATE")
def an_async_tool_in_a_sync_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)

    async def slow(x: int) -> str:
        return f"slow {x}"

    autogen.register_function(slow, caller=helper, executor=human, description="Slow.")
    return human.initiate_chat(helper, message="go")


@scenario(call("add", {"a": 1}), "TERMINATE")
async def a_sync_tool_in_an_async_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, description="Adds.")
    return await human.a_initiate_chat(helper, message="go")


@scenario({"text": "I look it up.", "tool_calls": [{"name": "add", "arguments": {"a": 1}}]}, "TERMINATE")
def text_next_to_a_call(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    autogen.register_function(add, caller=helper, executor=human, description="Adds.")
    return human.initiate_chat(helper, message="go")


@scenario(call("consult", {"question": "why?"}), "because", "TERMINATE")
def a_tool_that_starts_another_chat(autogen, llm_config, report):
    helper, human = pair(autogen, llm_config)
    expert = assistant(autogen, llm_config, "expert", system_message="You know.")

    def consult(question: str) -> str:
        return human.initiate_chat(expert, message=question, max_turns=1).summary

    autogen.register_function(consult, caller=helper, executor=human, description="Ask.")
    return human.initiate_chat(helper, message="go")


@scenario()
def signatures_are_added_replaced_and_removed(autogen, llm_config, report):
    helper = assistant(autogen, llm_config)
    one = {"type": "function", "function": {"name": "one", "description": "1", "parameters": {}}}
    helper.update_tool_signature(one, is_remove=False)
    helper.update_tool_signature({"type": "function", "function": {**one["function"], "description": "new"}}, False)
    report("one", helper.llm_config["tools"])
    helper.update_tool_signature("one", is_remove=True)
    report("none", helper.llm_config.get("tools"))
    with report.raises("removing it again"):
        helper.update_tool_signature("one", is_remove=True)
    helper.update_function_signature({"name": "old", "description": "o", "parameters": {}}, is_remove=False)
    report("function", helper.llm_config.get("functions"))
    with report.raises("bad name"):
        helper.update_function_signature({"name": "no good", "parameters": {}}, is_remove=False)


@scenario()
def functions_are_executed_directly(autogen, llm_config, report):
    human = user(autogen, function_map={"add": add})
    report("good", human.execute_function({"name": "add", "arguments": json.dumps({"a": 1})}))
    report("bad JSON", human.execute_function({"name": "add", "arguments": "{a: 1}"}))
    report("unknown", human.execute_function({"name": "sub", "arguments": "{}"}))
    report("can", human.can_execute_function(["add", "sub"]))
    human.register_function({"add": None})
    report("removed", human.can_execute_function("add"))
