"""Making the agents for a task with a model (v0.2: autogen/agentchat/contrib/agent_builder.py)."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...code_utils import extract_code
from ...formatting_utils import colored
from ...io.base import IOStream
from ...oai.client import OpenAIWrapper
from ...oai.openai_utils import config_list_from_json
from ..conversable_agent import ConversableAgent, register_function
from ..user_proxy_agent import UserProxyAgent
from ._building import prompts
from ._building.configs import agent_class, check, listed, nearest, read_library

__all__ = ["AgentBuilder"]

logger = logging.getLogger(__name__)

Config = dict[str, Any]
Built = tuple[list[ConversableAgent], Config]

_CODE_EXECUTION: Config = {"last_n_messages": 1, "work_dir": "groupchat", "use_docker": False}
_BUILD_SECONDS = 10
_LIBRARY_SECONDS = 120
_SELECTION_TRIES = 5
_DESCRIBING = ("model", "name", "system_message", "description", "model_path", "tags")


class AgentBuilder:
    """Asks a model which experts a task needs, and makes an agent of each.

    Args:
        config_file_or_env: the list of model configs, as for `config_list_from_json`.
        config_file_location: the folder of that file.
        builder_model: the model, or models, that plan.
        agent_model: the model, or models, of the agents.
        builder_model_tags: tags that the planning models' configs must have.
        agent_model_tags: tags that the agents' configs must have.
        max_agents: how many agents at most.

    Raises:
        RuntimeError: the list has no such planning model.
    """

    online_server_name = "online"

    DEFAULT_PROXY_AUTO_REPLY = prompts.PROXY_AUTO_REPLY
    GROUP_CHAT_DESCRIPTION = prompts.GROUP_CHAT_DESCRIPTION
    DEFAULT_DESCRIPTION = prompts.DESCRIPTION_TEMPLATE
    CODING_AND_TASK_SKILL_INSTRUCTION = prompts.TASK_SKILLS
    CODING_PROMPT = prompts.CODING_PROMPT
    AGENT_NAME_PROMPT = prompts.AGENT_NAME_PROMPT
    AGENT_SYS_MSG_PROMPT = prompts.AGENT_SYS_MSG_PROMPT
    AGENT_DESCRIPTION_PROMPT = prompts.AGENT_DESCRIPTION_PROMPT
    AGENT_SEARCHING_PROMPT = prompts.AGENT_SEARCHING_PROMPT
    AGENT_SELECTION_PROMPT = prompts.AGENT_SELECTION_PROMPT
    AGENT_FUNCTION_MAP_PROMPT = prompts.AGENT_FUNCTION_MAP_PROMPT
    UPDATED_AGENT_SYSTEM_MESSAGE = prompts.UPDATED_AGENT_SYSTEM_MESSAGE

    def __init__(
        self,
        config_file_or_env: str | None = "OAI_CONFIG_LIST",
        config_file_location: str | None = "",
        builder_model: str | list[str] | None = [],  # noqa: B006  v0.2's signature
        agent_model: str | list[str] | None = [],  # noqa: B006
        builder_model_tags: list[str] | None = [],  # noqa: B006
        agent_model_tags: list[str] | None = [],  # noqa: B006
        max_agents: int | None = 5,
    ) -> None:
        self.config_file_or_env = config_file_or_env or "OAI_CONFIG_LIST"
        self.config_file_location = config_file_location
        self.agent_model = listed(agent_model)
        self.agent_model_tags = listed(agent_model_tags)
        self.max_agents = max_agents
        wanted, tags = listed(builder_model), listed(builder_model_tags)
        config_list = self._configs(wanted, tags)
        if not config_list:
            raise RuntimeError(
                f"Fail to initialize build manager: {wanted}{tags} does not exist in {self.config_file_or_env}. "
                'Name a model that does as "builder_model".'
            )
        self.builder_model: Any = OpenAIWrapper(config_list=config_list)
        self.building_task: str = ""
        self.agent_configs: list[Config] = []
        self.agent_procs_assign: dict[str, tuple[ConversableAgent, str]] = {}
        self.cached_configs: Config = {}

    def _configs(self, models: list[str], tags: list[str]) -> list[Config]:
        filters = {key: values for key, values in (("model", models), ("tags", tags)) if values}
        return config_list_from_json(
            self.config_file_or_env,
            file_location=self.config_file_location,
            filter_dict=filters,  # type: ignore[arg-type]
        )

    def set_builder_model(self, model: str) -> None:
        """Plan with another client."""
        self.builder_model = model

    def set_agent_model(self, model: str) -> None:
        """Give the agents another model."""
        self.agent_model = model

    def _ask(self, prompt: str, **options: Any) -> str:
        response = self.builder_model.create(messages=[{"role": "user", "content": prompt}], **options)
        return response.choices[0].message.content

    def build(
        self,
        building_task: str,
        default_llm_config: Config,
        list_of_functions: list[Config] | None = None,
        coding: bool | None = None,
        code_execution_config: Config | None = None,
        use_oai_assistant: bool | None = False,
        user_proxy: ConversableAgent | None = None,
        max_agents: int | None = None,
        **kwargs: Any,
    ) -> Built:
        """Make agents for a task.

        Args:
            building_task: what they should be able to do.
            default_llm_config: of the agents, but for the models.
            list_of_functions: each with `name`, `description` and `function`; the model decides who may call them.
            coding: whether a user that runs code is added; None leaves it to the model.
            code_execution_config: of that user.
            use_oai_assistant: make `GPTAssistantAgent`s.
            user_proxy: the user that runs code, in place of one made here.
            max_agents: how many agents at most.

        Returns:
            the agents, the user last, and the configs that `load` takes.
        """
        self.building_task = building_task
        _say("==> Generating agents...", "green")
        names = self._expert_names(building_task, self.max_agents if max_agents is None else max_agents)
        _print(f"{names} are generated.")
        _say("==> Generating system message...", "green")
        system_messages = [self._system_message(building_task, name) for name in names]
        _say("==> Generating description...", "green")
        descriptions = [self._description(*each) for each in zip(names, system_messages, strict=True)]
        agent_configs = [
            {
                "name": name,
                "model": self.agent_model,
                "tags": self.agent_model_tags,
                "system_message": system_message,
                "description": description,
            }
            for name, system_message, description in zip(names, system_messages, descriptions, strict=True)
        ]
        self._cache(
            building_task,
            agent_configs,
            self._needs_code(building_task) if coding is None else coding,
            default_llm_config,
            code_execution_config or {**_CODE_EXECUTION, "timeout": _BUILD_SECONDS},
        )
        return self._build_agents(use_oai_assistant, list_of_functions, user_proxy=user_proxy, **kwargs)

    def _expert_names(self, task: str, max_agents: int | None) -> list[str]:
        answer = self._ask(self.AGENT_NAME_PROMPT.format(task=task, max_agents=max_agents))
        return [name.strip().replace(" ", "_") for name in answer.split(",")]

    def _system_message(self, task: str, name: str) -> str:
        _print(f"Preparing system message for {name}")
        template = self.DEFAULT_DESCRIPTION
        return self._ask(self.AGENT_SYS_MSG_PROMPT.format(task=task, position=name, default_sys_msg=template))

    def _description(self, name: str, system_message: str) -> str:
        _print(f"Preparing description for {name}")
        return self._ask(self.AGENT_DESCRIPTION_PROMPT.format(position=name, sys_msg=system_message))

    def _needs_code(self, task: str) -> bool:
        return self._ask(self.CODING_PROMPT.format(task=task)) == "YES"

    def _cache(self, task: str, agents: list[Config], coding: bool, llm_config: Config, code_config: Config) -> None:
        self.cached_configs.update(
            building_task=task,
            agent_configs=agents,
            coding=coding,
            default_llm_config=llm_config,
            code_execution_config=code_config,
        )
        check(self.cached_configs)

    def build_from_library(
        self,
        building_task: str,
        library_path_or_json: str,
        default_llm_config: Config,
        top_k: int = 3,
        coding: bool | None = None,
        code_execution_config: Config | None = None,
        use_oai_assistant: bool | None = False,
        embedding_model: str | None = "all-mpnet-base-v2",
        user_proxy: ConversableAgent | None = None,
        **kwargs: Any,
    ) -> Built:
        """Choose agents for a task from a library, and make those that it lacks.

        Args:
            building_task: a line for each skill that is needed.
            library_path_or_json: a file, or JSON text: a list of agents with `name`, `description`, `system_message`.
            top_k: how many agents of the library are considered for each skill.
            embedding_model: a sentence-transformers model, by which the library is searched.
            coding, code_execution_config, use_oai_assistant, user_proxy: as for `build`.

        Raises:
            ImportError: chromadb or sentence-transformers is not installed.
            ValueError: the model does not answer in JSON.
        """
        library = read_library(library_path_or_json)
        _say("==> Looking for suitable agents in the library...", "green")
        candidates = nearest(library, building_task, top_k, embedding_model or "all-mpnet-base-v2")
        chosen = list(self._chosen(self._matched(building_task, candidates), candidates, default_llm_config))
        _print(f"{[agent['name'] for agent in chosen]} are selected.")
        self._cache(
            building_task,
            chosen,
            self._needs_code(building_task) if coding is None else coding,
            default_llm_config,
            code_execution_config or {**_CODE_EXECUTION, "timeout": _LIBRARY_SECONDS},
        )
        return self._build_agents(use_oai_assistant, user_proxy=user_proxy, **kwargs)

    def _matched(self, skills: str, candidates: list[Config]) -> dict[str, str]:
        """Who has which skill, as the model says; asked again, past the cache, when that is no JSON."""
        pool = [f"{agent['name']}: {agent['description']}" for agent in candidates]
        prompt = self.AGENT_SELECTION_PROMPT.format(skills=skills, expert_pool=pool, max_agents=self.max_agents)
        answer = self._ask(prompt)
        for _ in range(_SELECTION_TRIES):
            try:
                return json.loads(extract_code(answer)[0][1])
            except json.JSONDecodeError as error:
                _print(error)
            answer = self._ask(prompt, cache_seed=None)
        raise ValueError(f"The model did not match skills and experts in JSON in {_SELECTION_TRIES} tries: {answer!r}")

    def _chosen(self, matched: dict[str, str], candidates: list[Config], llm_config: Config) -> Iterator[Config]:
        seen: set[str] = set()
        for skill, profile in matched.items():
            if profile == "None":
                yield self._made_for(skill, llm_config)
            elif profile not in seen:
                seen.add(profile)
                name, _, description = (part.strip() for part in profile.partition(":"))
                described = (name, description)
                yield from (each.copy() for each in candidates if (each["name"], each["description"]) == described)

    def _made_for(self, skill: str, llm_config: Config) -> Config:
        _, configs = self.build(skill, llm_config.copy(), coding=False, max_agents=1)
        made = configs["agent_configs"][0]
        self.clear_agent(made["name"])
        return made

    def _build_agents(
        self,
        use_oai_assistant: bool | None = False,
        list_of_functions: list[Config] | None = None,
        user_proxy: ConversableAgent | None = None,
        **kwargs: Any,
    ) -> Built:
        configs: list[Config] = self.cached_configs["agent_configs"]
        _say("==> Creating agents...", "green")
        for config in configs:
            _print(f"Creating agent {config['name']}...")
            self._create_agent(
                agent_config=config.copy(),
                member_name=[agent["name"] for agent in configs],
                llm_config=self.cached_configs["default_llm_config"],
                use_oai_assistant=use_oai_assistant,
                **kwargs,
            )
        agents = [agent for agent, _ in self.agent_procs_assign.values()]
        if self.cached_configs["coding"] is True:
            _print("Adding user console proxy...")
            for function in list_of_functions or ():
                self._give(function, agents)
            agents.append(user_proxy or self._terminal())
        return agents, self.cached_configs.copy()

    def _terminal(self) -> UserProxyAgent:
        return UserProxyAgent(
            name="Computer_terminal",
            is_termination_msg=lambda message: False,  # v0.2 compares the message's dict with a text
            code_execution_config=self.cached_configs["code_execution_config"],
            human_input_mode="NEVER",
            default_auto_reply=self.DEFAULT_PROXY_AUTO_REPLY,
        )

    def _give(self, function: Config, agents: list[ConversableAgent]) -> None:
        """Register a function with the agent that the model chooses, to be run by the first."""
        details = [{"name": agent.name, "description": agent.description} for agent in agents]
        chosen = self._ask(
            self.AGENT_FUNCTION_MAP_PROMPT.format(
                function_name=function["name"],
                function_description=function["description"],
                format_agent_details='[{"name": "agent_name", "description": "agent description"}, ...]',
                agent_details=json.dumps(details),
            )
        )
        if chosen not in self.agent_procs_assign:
            logger.debug("Function %s is not registered to any agent.", function["name"])
            return
        agent = self.agent_procs_assign[chosen][0]
        register_function(
            function["function"],
            caller=agent,
            executor=agents[0],
            name=function["name"],
            description=function["description"],
        )
        configs = self.cached_configs["agent_configs"]
        agent.update_system_message(
            self.UPDATED_AGENT_SYSTEM_MESSAGE.format(
                agent_system_message=next(each["system_message"] for each in configs if each["name"] == chosen),
                function_name=function["name"],
                function_description=function["description"],
            )
        )
        _print(f"Function {function['name']} is registered to agent {chosen}.")

    def _create_agent(
        self, agent_config: Config, member_name: list[str], llm_config: Config, use_oai_assistant: bool | None = False
    ) -> ConversableAgent:
        """Make one agent of its config.

        Raises:
            RuntimeError: the list of model configs has no such model.
            ValueError: `model_path` names a class of a module that is not imported.
        """
        name = agent_config["name"]
        models, tags = listed(agent_config.get("model")), listed(agent_config.get("tags"))
        config_list = self._configs(models, tags)
        if not config_list:
            raise RuntimeError(
                f"Fail to initialize agent {name}: {models}{tags} does not exist in {self.config_file_or_env}. "
                'Name a model that does as "agent_model", or in the "agent_configs" that you load.'
            )
        current = {**llm_config, "config_list": config_list}
        if use_oai_assistant:
            from .gpt_assistant_agent import GPTAssistantAgent

            agent: ConversableAgent = GPTAssistantAgent(
                name=name,
                llm_config={**current, "assistant_id": None},
                instructions=agent_config["system_message"],
            )
        else:
            agent = self._member(agent_config, member_name, current)
        self.agent_procs_assign[name] = (agent, self.online_server_name)
        return agent

    def _member(self, agent_config: Config, members: list[str], llm_config: Config) -> ConversableAgent:
        options = {key: value for key, value in agent_config.items() if key not in _DESCRIBING}
        agent = agent_class(agent_config.get("model_path"))(
            name=agent_config["name"], llm_config=llm_config, description=agent_config["description"], **options
        )
        own = agent_config["system_message"]
        told = f"{own}\n\n{self.CODING_AND_TASK_SKILL_INSTRUCTION}" if own else agent.system_message
        agent.update_system_message(
            self.GROUP_CHAT_DESCRIPTION.format(
                name=agent.name,
                members=members,
                user_proxy_desc=prompts.TERMINAL if self.cached_configs["coding"] is True else "",
                sys_msg=told,
            )
        )
        return agent

    def clear_agent(self, agent_name: str, recycle_endpoint: bool | None = True) -> None:
        """Forget one agent.

        Raises:
            KeyError: there is no such agent.
        """
        del self.agent_procs_assign[agent_name]
        if not recycle_endpoint:
            _say(f"Agent {agent_name} has been cleared.", "yellow")

    def clear_all_agents(self, recycle_endpoint: bool | None = True) -> None:
        """Forget all agents."""
        for agent_name in list(self.agent_procs_assign):
            self.clear_agent(agent_name, recycle_endpoint)
        _say("All agents have been cleared.", "yellow")

    def save(self, filepath: str | None = None) -> str:
        """Write the configs to a file, by default one named after the task, and return its path."""
        if filepath is None:
            digest = hashlib.md5(self.building_task.encode("utf-8"), usedforsecurity=False).hexdigest()
            filepath = f"./save_config_{digest}.json"
        Path(filepath).write_text(json.dumps(self.cached_configs, indent=4), encoding="utf-8")
        _say(f"Building config saved to {filepath}", "green")
        return filepath

    def load(
        self,
        filepath: str | None = None,
        config_json: str | None = None,
        use_oai_assistant: bool | None = False,
        **kwargs: Any,
    ) -> Built:
        """Make the agents of saved configs.

        Args:
            filepath: a file that `save` wrote.
            config_json: its text.
            kwargs: `code_execution_config` takes the place of the saved one.

        Raises:
            AssertionError: the configs are incomplete.
            ValueError: there are none.
        """
        if filepath is not None:
            _say(f"Loading config from {filepath}", "green")
            config_json = Path(filepath).read_text(encoding="utf-8")
        elif config_json is not None:
            _say("Loading config from JSON...", "green")
        else:
            raise ValueError("Give load a filepath or a config_json.")
        configs = json.loads(config_json)
        check(configs)
        self._cache(
            configs["building_task"],
            configs["agent_configs"],
            configs["coding"],
            configs["default_llm_config"],
            kwargs.pop("code_execution_config", None) or configs["code_execution_config"],
        )
        return self._build_agents(use_oai_assistant, **kwargs)


def _print(*objects: Any) -> None:
    IOStream.get_default().print(*objects, flush=True)


def _say(text: str, color: str) -> None:
    IOStream.get_default().print(colored(text, color), flush=True)  # type: ignore[arg-type]
