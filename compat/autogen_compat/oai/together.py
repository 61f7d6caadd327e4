"""Together.AI's models (v0.2: autogen/oai/together.py)."""

from __future__ import annotations

from typing import Any

from autogen_compat._warnings import warn_plainly
from autogen_compat.oai._compatible import CompatibleClient
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = [
    "TogetherClient",
    "calculate_together_cost",
    "chat_lang_code_model_costs",
    "chat_lang_code_model_sizes",
    "mixture_costs",
    "mixture_model_sizes",
    "oai_messages_to_together_messages",
]

_BY_SIZE: dict[float, tuple[str, ...]] = {
    0.5: ("Qwen/Qwen1.5-0.5B-Chat",),
    1.8: ("Qwen/Qwen1.5-1.8B-Chat",),
    2: ("google/gemma-2b-it",),
    3: ("togethercomputer/RedPajama-INCITE-Chat-3B-v1",),
    4: ("Qwen/Qwen1.5-4B-Chat",),
    7: (
        "allenai/OLMo-7B-Instruct",
        "allenai/OLMo-7B-Twin-2T",
        "allenai/OLMo-7B",
        "google/gemma-7b-it",
        "lmsys/vicuna-7b-v1.5",
        "codellama/CodeLlama-7b-Instruct-hf",
        "meta-llama/Llama-2-7b-chat-hf",
        "mistralai/Mistral-7B-Instruct-v0.1",
        "mistralai/Mistral-7B-Instruct-v0.2",
        "mistralai/Mistral-7B-Instruct-v0.3",
        "NousResearch/Nous-Capybara-7B-V1p9",
        "NousResearch/Nous-Hermes-llama-2-7b",
        "openchat/openchat-3.5-1210",
        "Open-Orca/Mistral-7B-OpenOrca",
        "Qwen/Qwen1.5-7B-Chat",
        "snorkelai/Snorkel-Mistral-PairRM-DPO",
        "togethercomputer/alpaca-7b",
        "teknium/OpenHermes-2-Mistral-7B",
        "teknium/OpenHermes-2p5-Mistral-7B",
        "togethercomputer/Llama-2-7B-32K-Instruct",
        "togethercomputer/RedPajama-INCITE-7B-Chat",
        "togethercomputer/StripedHyena-Nous-7B",
        "Undi95/Toppy-M-7B",
    ),
    8: ("meta-llama/Llama-3-8b-chat-hf",),
    11: ("upstage/SOLAR-10.7B-Instruct-v1.0",),
    13: (
        "Austism/chronos-hermes-13b",
        "Gryphe/MythoMax-L2-13b",
        "lmsys/vicuna-13b-v1.5",
        "codellama/CodeLlama-13b-Instruct-hf",
        "meta-llama/Llama-2-13b-chat-hf",
        "NousResearch/Nous-Hermes-Llama2-13b",
        "Undi95/ReMM-SLERP-L2-13B",
        "WizardLM/WizardLM-13B-V1.2",
    ),
    14: ("Qwen/Qwen1.5-14B-Chat",),
    32: ("Qwen/Qwen1.5-32B-Chat",),
    33: ("deepseek-ai/deepseek-coder-33b-instruct",),
    34: ("zero-one-ai/Yi-34B-Chat", "codellama/CodeLlama-34b-Instruct-hf", "NousResearch/Nous-Hermes-2-Yi-34B"),
    67: ("deepseek-ai/deepseek-llm-67b-chat",),
    70: (
        "garage-bAInd/Platypus2-70B-instruct",
        "codellama/CodeLlama-70b-Instruct-hf",
        "meta-llama/Llama-2-70b-chat-hf",
        "meta-llama/Llama-3-70b-chat-hf",
    ),
    72: ("Qwen/Qwen1.5-72B-Chat", "Qwen/Qwen2-72B-Instruct"),
    110: ("Qwen/Qwen1.5-110B-Chat",),
}
chat_lang_code_model_sizes = {model: size for size, models in _BY_SIZE.items() for model in models}
"""Models and their sizes in billions of parameters."""

chat_lang_code_model_costs = {4: 0.1, 8: 0.2, 21: 0.3, 41: 0.8, 80: 0.9, 110: 1.8}
"""US dollars per million tokens, for models up to a size."""

mixture_model_sizes = {
    "cognitivecomputations/dolphin-2.5-mixtral-8x7b": 56,
    "databricks/dbrx-instruct": 132,
    "mistralai/Mixtral-8x7B-Instruct-v0.1": 47,
    "mistralai/Mixtral-8x22B-Instruct-v0.1": 141,
    "NousResearch/Nous-Hermes-2-Mistral-7B-DPO": 7,
    "NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO": 47,
    "NousResearch/Nous-Hermes-2-Mixtral-8x7B-SFT": 47,
    "Snowflake/snowflake-arctic-instruct": 480,
}
"""Mixtures of experts and their sizes in billions of parameters."""

mixture_costs = {56: 0.6, 176: 1.2, 480: 2.4}
"""US dollars per million tokens, for mixtures up to a size."""

_KINDS = ((chat_lang_code_model_sizes, chat_lang_code_model_costs), (mixture_model_sizes, mixture_costs))


class TogetherClient(CompatibleClient):
    """A `ModelClient` for Together.AI; the key may be in TOGETHER_API_KEY."""

    endpoint = ENDPOINTS["together"]

    def _messages(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return oai_messages_to_together_messages(messages)

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars, by the size of the model."""
        usage = response.usage
        return calculate_together_cost(usage.prompt_tokens, usage.completion_tokens, response.model)


def oai_messages_to_together_messages(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as Together.AI takes them: a tool's result is a user's message."""
    return [{**message, "role": "user"} if message.get("role") == "tool" else {**message} for message in messages]


def calculate_together_cost(input_tokens: int, output_tokens: int, model_name: str) -> float:
    """What tokens cost, in US dollars; 0 with a UserWarning for a model that has no price."""
    for sizes, costs in _KINDS:
        if model_name in sizes:
            per_million = next((cost for top, cost in costs.items() if sizes[model_name] <= top), 0.0)
            return per_million * (input_tokens + output_tokens) / 1e6
    warn_plainly(f"There is no price for {model_name}; the key 'price' of a config sets one.")
    return 0.0
