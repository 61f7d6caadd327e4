"""Programs that run code: in which folder, by which executor, in which order with other answers."""

from native_programs.program import CONFIG, Program

_LOCAL = 'import os\n\nos.environ["AUTOGEN_USE_DOCKER"] = "no"\n' + CONFIG
_AGENTS = """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
"""
_ENDS = 'is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or "")'

PROGRAMS = [
    Program(
        "the_environment_decides_about_docker",
        _LOCAL
        + _AGENTS
        + f"""
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"work_dir": "coding"}}
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```python\n# filename: made.py\nprint('made')\n```", "TERMINATE"),
    ),
    Program(
        "a_user_proxy_runs_code_by_default",
        _LOCAL
        + _AGENTS
        + f"""
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", {_ENDS})
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```python\nprint(6 * 7)\n```", "TERMINATE"),
    ),
    Program(
        "docker_is_wanted_and_does_not_answer",
        CONFIG
        + """
from unittest.mock import patch

from autogen import AssistantAgent, UserProxyAgent


def main():
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy", human_input_mode="NEVER", code_execution_config={"use_docker": "python:3.11"}
    )
    user_proxy.initiate_chat(assistant, message="go")


try:
    with patch("os.path.exists", return_value=False):  # as outside of any container
        main()
except Exception as error:
    print("=>", type(error).__name__, "docker is not running" in str(error))
""",
    ),
    Program(
        "folders_that_are_missing_are_made",
        CONFIG
        + _AGENTS
        + f"""
folder = "deep/" + "er/still"
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    {_ENDS},
    code_execution_config={{"work_dir": folder, "use_docker": False, "last_n_messages": 3, "timeout": 30}},
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```python\nopen('made.txt', 'w').write('made')\n```", "TERMINATE"),
    ),
    Program(
        "what_a_script_says_besides_its_output",
        CONFIG
        + _AGENTS
        + f"""
settings = {{"work_dir": "coding", "use_docker": False}}
user_proxy = UserProxyAgent("user_proxy", human_input_mode="NEVER", {_ENDS}, code_execution_config=settings)
user_proxy.initiate_chat(assistant, message="go")
""",
        (
            "```python\nimport sys\nprint('out')\nprint('warning', file=sys.stderr)\n```",
            "```python\ndef f():\n    raise ValueError('no')\nprint('out')\nf()\n```",
            "```python\n# filename: sub/named.py\nraise SystemExit('bye')\n```",
            "```javascript\nconsole.log(1)\n```",
            "```sh\necho shell; echo error >&2\n```\n```python\nprint('second')\n```",
            "TERMINATE",
        ),
    ),
    Program(
        "settings_that_a_function_gives",
        CONFIG
        + f"""
from autogen import AssistantAgent, UserProxyAgent


def settings(run):
    return {{"work_dir": "coding", "use_docker": False}} if run else False


def solve(run):
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy",
        human_input_mode="NEVER",
        {_ENDS},
        default_auto_reply="no code",
        code_execution_config=settings(run),
    )
    result = user_proxy.initiate_chat(assistant, message="go")
    print("=>", result.summary)


solve(True)
solve(False)
""",
        ("```python\nprint(1)\n```", "ran TERMINATE", "```python\nprint(1)\n```", "not TERMINATE"),
    ),
    Program(
        "files_of_an_executor_object",
        CONFIG
        + f"""
from autogen import AssistantAgent, UserProxyAgent
from autogen.coding import LocalCommandLineCodeExecutor

executor = LocalCommandLineCodeExecutor(10, work_dir="coding", execution_policies={{"sh": False}})
assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy", human_input_mode="NEVER", {_ENDS}, code_execution_config={{"executor": executor}}
)
user_proxy.initiate_chat(assistant, message="go")
""",
        (
            "```html\n<!-- filename: page.html -->\n<p>hi</p>\n```\n```python\n# filename: a.py\nprint('a')\n```",
            "```sh\n# filename: saved.sh\necho never\n```",
            "```python\n# filename: ../out.py\nprint('never')\n```",
            "TERMINATE",
        ),
    ),
    Program(
        "an_executor_by_its_name",
        CONFIG
        + _AGENTS
        + f"""
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    {_ENDS},
    code_execution_config={{"executor": "commandline-local", "commandline-local": {{"work_dir": "coding"}}}},
)
user_proxy.initiate_chat(assistant, message="go")
""",
        ("```python\n# filename: a.py\nprint('a')\n```", "TERMINATE"),
    ),
    Program(
        "a_dangerous_command_is_refused",
        CONFIG
        + f"""
from autogen import AssistantAgent, UserProxyAgent
from autogen.coding import LocalCommandLineCodeExecutor


def main():
    assistant = AssistantAgent("assistant", llm_config=llm_config)
    user_proxy = UserProxyAgent(
        "user_proxy",
        human_input_mode="NEVER",
        {_ENDS},
        code_execution_config={{"executor": LocalCommandLineCodeExecutor(work_dir=".")}},
    )
    user_proxy.initiate_chat(assistant, message="go")


try:
    main()
except Exception as error:
    print("=>", "Potentially dangerous" in str(error))
""",
        ("```sh\necho x > kept.txt; rm -rf kept.txt\n```",),
    ),
    Program(
        "an_agent_runs_code_or_asks_its_model",
        CONFIG
        + """
from autogen import AssistantAgent, UserProxyAgent

assistant = AssistantAgent("assistant", llm_config=llm_config)
user_proxy = UserProxyAgent(
    "user_proxy",
    human_input_mode="NEVER",
    llm_config=llm_config,
    system_message="You are a user.",
    max_consecutive_auto_reply=3,
    code_execution_config={"work_dir": "coding", "use_docker": False},
)
result = user_proxy.initiate_chat(assistant, message="go")
print("=>", [m["content"] for m in result.chat_history])
""",
        ("```python\nprint(1)\n```", "and two?", "Try yourself.", "```python\nprint(2)\n```", "It is 2.", "Thanks."),
    ),
    Program(
        "an_assistant_runs_the_code_of_its_partner",
        CONFIG
        + """
from autogen import AssistantAgent, ConversableAgent

coder = ConversableAgent("coder", system_message="Code.", llm_config=llm_config, human_input_mode="NEVER")
runner = AssistantAgent(
    "runner", llm_config=llm_config, code_execution_config={"work_dir": "coding", "use_docker": False}
)
coder.initiate_chat(runner, message="Run:\\n```python\\nprint(1)\\n```", max_turns=3)
""",
        ("No code now.", "Asked the model.", "```python\nopen('x.txt', 'w').write('x')\n```"),
    ),
    Program(
        "a_group_in_which_two_agents_run_code",
        CONFIG
        + """
import autogen

run = {"work_dir": "group", "use_docker": False}
user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=run)
coder = autogen.AssistantAgent("coder", system_message="Code.", llm_config=llm_config)
critic = autogen.AssistantAgent("critic", system_message="Judge.", llm_config=llm_config, code_execution_config=run)
group = autogen.GroupChat(
    agents=[user, coder, critic], messages=[], max_round=6, speaker_selection_method="round_robin"
)
manager = autogen.GroupChatManager(groupchat=group)
user.initiate_chat(manager, message="go")
""",
        ("```python\nprint('one')\n```", "no code", "fine"),
    ),
]
