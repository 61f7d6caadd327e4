"""AM235: agents of contrib that v0.4 has in another form, or not at all.

v0.2: autogen/agentchat/contrib.
"""

from __future__ import annotations

from collections.abc import Iterator

from autogen_codemods.model.view import ModuleView
from autogen_codemods.native.proof import NotProven
from autogen_codemods.offers import Offer
from autogen_codemods.rules.base import Kind, Rule, Tier

_OFFERS = {
    "WebSurferAgent": Offer(
        "MultimodalWebSurfer (autogen-ext[web-surfer]) sees a real browser",
        "MultimodalWebSurfer({name|'surfer'}, model_client=model_client_from({llm_config|llm_config}))",
        'surfer = WebSurferAgent("surfer", llm_config=llm_config, browser_config={"viewport_size": 4096})',
        'surfer = MultimodalWebSurfer("surfer", model_client=model_client)\n'
        "team = RoundRobinGroupChat([surfer], max_turns=1)",
    ),
    "LLaVAAgent": Offer(
        "an AssistantAgent on a client for the model sees a MultiModalMessage",
        "AssistantAgent({name|'image_agent'}, model_client=OllamaChatCompletionClient(model='llava')) and give it "
        "MultiModalMessage(content=[text, Image.from_file(path)], source='user')",
        'agent = LLaVAAgent("image_agent", llm_config=llava_config)\n'
        'user.initiate_chat(agent, message="What is this? <img photo.png>")',
        'agent = AssistantAgent("image_agent", model_client=OllamaChatCompletionClient(model="llava"))\n'
        'task = MultiModalMessage(content=["What is this?", Image.from_file(Path("photo.png"))], source="user")\n'
        "await Console(agent.run_stream(task=task))",
    ),
    "MathUserProxyAgent": Offer(
        "a CodeRunnerAgent runs the code, and the task tells how to solve the problem",
        "CodeRunnerAgent({name|'MathChatAgent'}, code_executor=ScriptExecutor(use_docker=False)) with "
        "TextMentionTermination('boxed')",
        'proxy = MathUserProxyAgent(human_input_mode="NEVER", code_execution_config={"use_docker": False})\n'
        "proxy.initiate_chat(assistant, message=proxy.message_generator, problem=problem)",
        'proxy = CodeRunnerAgent("proxy", code_executor=ScriptExecutor(use_docker=False))\n'
        "team = RoundRobinGroupChat(\n"
        '    [assistant, proxy], termination_condition=TextMentionTermination(r"\\boxed{"), max_turns=30\n'
        ")\n"
        'how = "Solve the problem step by step, with Python where it helps, and put the answer in \\\\boxed{}."\n'
        'await Console(team.run_stream(task=f"{how}\\n\\nProblem: {problem}"))',
    ),
    "TextAnalyzerAgent": Offer(
        "the model client is asked",
        "(await model_client.create([SystemMessage(content=instructions), UserMessage(content=text, source='user')]))"
        ".content",
        'analyzer = TextAnalyzerAgent("analyzer", llm_config=llm_config)',
        'asked = [SystemMessage(content=instructions), UserMessage(content=text, source="user")]\n'
        "analysis = (await model_client.create(asked)).content",
    ),
    "CompressibleAgent": Offer(
        "a model context decides what is read",
        "AssistantAgent({name|'assistant'}, model_client=model_client_from({llm_config|llm_config}), "
        "model_context=TokenLimitedChatCompletionContext(model_client, token_limit=4000))",
        'assistant = CompressibleAgent("assistant", llm_config=llm_config, compress_config={"trigger_count": 4000})',
        "context = TokenLimitedChatCompletionContext(model_client, token_limit=4000)\n"
        'assistant = AssistantAgent("assistant", model_client=model_client, model_context=context)',
    ),
    "AgentBuilder": Offer(
        "agents are written out, or a MagenticOneGroupChat plans who does what",
        "MagenticOneGroupChat([coder, executor], model_client=model_client)",
        'builder = AgentBuilder(config_file_or_env="OAI_CONFIG_LIST")\n'
        "agents, configs = builder.build(task, llm_config)",
        'coder = MagenticOneCoderAgent("coder", model_client=model_client)\n'
        'executor = CodeExecutorAgent("executor", LocalCommandLineCodeExecutor(work_dir="coding"))\n'
        "team = MagenticOneGroupChat([coder, executor], model_client=model_client)\n"
        "await Console(team.run_stream(task=task))",
    ),
    "CaptainAgent": Offer(
        "a MagenticOneGroupChat plans who does what",
        "MagenticOneGroupChat([coder, executor], model_client=model_client_from({llm_config|llm_config}))",
        'captain = CaptainAgent("captain", llm_config=llm_config)',
        "team = MagenticOneGroupChat([coder, executor], model_client=model_client)",
    ),
    "ReasoningAgent": Offer(
        "a model that reasons answers by itself",
        "AssistantAgent({name|'reasoner'}, model_client=OpenAIChatCompletionClient(model='o3-mini'))",
        'reasoner = ReasoningAgent("reasoner", llm_config=llm_config, max_depth=3)',
        'reasoner = AssistantAgent("reasoner", model_client=OpenAIChatCompletionClient(model="o3-mini"))',
    ),
    "AgentOptimizer": Offer(
        "nothing trains the functions of agents; write out those that it has found, as tools=[…]",
        "",
        "optimizer = AgentOptimizer(max_actions_per_step=3, llm_config=llm_config)",
        'assistant = AssistantAgent("assistant", model_client=model_client, tools=[solve_equation])',
    ),
}
"""What does the job of each class in v0.4."""

RULE = Rule(
    code="AM235",
    title="an agent of contrib needs a decision",
    kind=Kind.DECISION,
    tier=Tier.NATIVE,
    why="These agents work on compat as before. What v0.4 offers does the job in another way, with other prompts and "
    "other answers, so it is for you to choose. Each finding says what to write there, with the values that are given "
    "in its place, and below is an example for each class.",
    before="\n".join(offer.before for offer in _OFFERS.values()),
    after="\n\n".join(f"# {name}\n{offer.after}" for name, offer in _OFFERS.items()),
    see="https://microsoft.github.io/autogen/stable/reference/index.html",
)

CODE = RULE.code


def decisions(view: ModuleView) -> Iterator[NotProven]:
    """A decision for each agent of such a class that is made here."""
    for call in view.calls():
        name = view.legacy_name(call.func) or ""
        if name in _OFFERS:
            yield NotProven(CODE, call, f"{name} has no equal in v0.4: {_OFFERS[name].message(call)}")
