"""Programs whose chats are summed up by models that are told of tools."""

from native_programs.program import CONFIG, Program, call

_TOOLS = (
    CONFIG
    + """
import autogen


def scrape(url: str) -> str:
    return f"the page {url}"


reader = autogen.ConversableAgent(
    "Reader", llm_config=llm_config, system_message="Read."{reader}
)
user = autogen.ConversableAgent(
    "User",
    llm_config=False,
    human_input_mode="NEVER",
    code_execution_config=False,
    is_termination_msg=lambda m: m.get("content", "") is not None and "terminate" in m["content"].lower(),
    default_auto_reply="Go on.",
)
autogen.register_function(scrape, caller=reader, executor=user, name="scrape", description="Reads a page.")
"""
)


def _tools(reader: str = "") -> str:
    return CONFIG + _TOOLS.removeprefix(CONFIG).replace("{reader}", reader)


PROGRAMS = [
    Program(
        "an_agent_that_may_ask_a_human_sums_up_and_has_tools",
        _tools()
        + """
for page in ["a", "b"]:
    result = user.initiate_chat(
        reader,
        message=f"Read {page}.",
        summary_method="reflection_with_llm",
        summary_args={"summary_prompt": "Sum up."},
    )
    print("=>", len(result.chat_history), result.summary)
""",
        (call("scrape", url="a"), "Read.", "TERMINATE", "A.", call("scrape", url="b"), "terminate", "B."),
    ),
    Program(
        "an_agent_that_runs_code_sums_up_and_has_tools",
        _tools(', human_input_mode="NEVER", code_execution_config={"use_docker": False, "work_dir": "work"}')
        + """
result = user.initiate_chat(reader, message="Read c.", summary_method="reflection_with_llm", max_turns=2)
print("=>", result.summary)
""",
        (call("scrape", url="c"), "Read.", "C."),
    ),
    Program(
        "the_text_beside_a_call_is_summed_up",
        _tools(', human_input_mode="NEVER"')
        + """
result = user.initiate_chat(reader, message="Read d.", summary_method="reflection_with_llm")
print("=>", result.summary)
""",
        ({"text": "I read.", **call("scrape", url="d")}, "TERMINATE", "D."),
    ),
]
