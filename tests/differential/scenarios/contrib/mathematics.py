from importlib import import_module

from differential.scenario import scenario


def module(autogen):
    return import_module(autogen.__name__ + ".agentchat.contrib.math_user_proxy_agent")


def asker(autogen, **options):
    return module(autogen).MathUserProxyAgent("asker", code_execution_config={"use_docker": False}, **options)


def helper(autogen, llm_config):
    return autogen.AssistantAgent("helper", system_message="You solve.", llm_config=llm_config)


def ask(autogen, llm_config, agent, **options):
    context = {"problem": "What is 6 times 7?", "customized_prompt": "Solve: ", **options}
    return agent.initiate_chat(helper(autogen, llm_config), message=agent.message_generator, **context)


@scenario("```python\nx = 6\nx * 7\n```", "It is \\boxed{42}.")
def a_query_and_an_answer(autogen, llm_config, report):
    return ask(autogen, llm_config, asker(autogen))


@scenario("```python\nx = 6; y = 7\nprint(x)\n```", "```python\nx * y\n```", "\\boxed{42}")
def queries_build_on_each_other(autogen, llm_config, report):
    agent = asker(autogen)
    ask(autogen, llm_config, agent, silent=True)
    report("messages", [message["content"] for message in next(iter(agent.chat_messages.values()))])
    report("code", agent._previous_code)


@scenario("```ruby\nputs 42\n```", "```ruby\nputs 43\n```", "\\boxed{42}")
def an_unknown_language(autogen, llm_config, report):
    agent = asker(autogen)
    ask(autogen, llm_config, agent, max_turns=2)
    report("counts", [agent._valid_q_count, agent._accum_invalid_q_per_step])


@scenario("Let me think.", "It is \\boxed{42}.")
def no_query(autogen, llm_config, report):
    ask(autogen, llm_config, asker(autogen, default_auto_reply="Do."))


@scenario()
def single_queries(autogen, llm_config, report):
    agent = asker(autogen)
    for code in ("1 + 1", "x = 1", "print('')", "import math\nmath.sqrt(", "print('a' * 10)"):
        output, is_success = agent.execute_one_python_code(code)
        report(code, [output if is_success else output[:40], is_success])


@scenario()
def what_ends_a_chat(autogen, llm_config, report):
    agent = asker(autogen)
    for text in ("\\boxed{1}", "\\boxed{}", "1", "```python\n1\n``` \\boxed{1}", "```sh\nls\n``` \\boxed{1}"):
        report(text, agent._is_termination_msg({"content": text}))
    report("no content", agent._is_termination_msg({"content": None}))


@scenario()
def prompts(autogen, llm_config, report):
    report("kinds", sorted(module(autogen).PROMPTS))
    agent = asker(autogen)
    with report.raises("an unknown kind"):
        agent.message_generator(agent, None, {"problem": "?", "prompt_type": "poetry"})
    with report.raises("no app id"):
        module(autogen).get_from_dict_or_env({}, "appid", "NO_SUCH_VARIABLE")
    report("default", module(autogen).get_from_dict_or_env({}, "appid", "NO_SUCH_VARIABLE", "x"))
