"""What a model can do, known or inferred from its name: users of v0.2 were never asked."""

from __future__ import annotations

import re

from autogen_core.models import ModelFamily, ModelInfo

from autogen_compat.token_count_utils import get_max_token_limit

__all__ = ["model_info_of", "token_limit_of"]

_DEFAULT_LIMIT = 128_000

# The first pattern that is found in the name tells the family.
_FAMILIES: tuple[tuple[str, str], ...] = (
    (r"gpt-?5", ModelFamily.GPT_5),
    (r"gpt-?4[.-]?1(?!\d)(?!-?106)", ModelFamily.GPT_41),
    (r"gpt-?4[.-]?5", ModelFamily.GPT_45),
    (r"gpt-?4o", ModelFamily.GPT_4O),
    (r"gpt-?4", ModelFamily.GPT_4),
    (r"gpt-?3", ModelFamily.GPT_35),
    (r"(^|/)o1", ModelFamily.O1),
    (r"(^|/)o3", ModelFamily.O3),
    (r"(^|/)o4", ModelFamily.O4),
    (r"deepseek-r1|(^|/)r1", ModelFamily.R1),
    (r"claude-3-haiku", ModelFamily.CLAUDE_3_HAIKU),
    (r"claude-3-sonnet", ModelFamily.CLAUDE_3_SONNET),
    (r"claude-3-opus", ModelFamily.CLAUDE_3_OPUS),
    (r"claude-3-5-haiku", ModelFamily.CLAUDE_3_5_HAIKU),
    (r"claude-3-5-sonnet", ModelFamily.CLAUDE_3_5_SONNET),
    (r"claude-3-7-sonnet", ModelFamily.CLAUDE_3_7_SONNET),
    (r"claude.*opus", ModelFamily.CLAUDE_4_OPUS),
    (r"claude", ModelFamily.CLAUDE_4_SONNET),
    (r"gemini-1\.5-pro", ModelFamily.GEMINI_1_5_PRO),
    (r"gemini-1", ModelFamily.GEMINI_1_5_FLASH),
    (r"gemini-2\.0", ModelFamily.GEMINI_2_0_FLASH),
    (r"gemini.*pro", ModelFamily.GEMINI_2_5_PRO),
    (r"gemini", ModelFamily.GEMINI_2_5_FLASH),
    (r"llama-?3.*70b", ModelFamily.LLAMA_3_3_70B),
    (r"llama-?4.*scout", ModelFamily.LLAMA_4_SCOUT),
    (r"llama-?4", ModelFamily.LLAMA_4_MAVERICK),
    (r"llama", ModelFamily.LLAMA_3_3_8B),
    (r"codestral", ModelFamily.CODESRAL),
    (r"pixtral", ModelFamily.PIXTRAL),
    (r"ministral", ModelFamily.MINISTRAL),
    (r"mi[sx]tral", ModelFamily.MISTRAL),
)
_SEES = re.compile(r"gpt-?(4o|4[.-]?1(?!\d)|4-turbo|5)|vision|claude|gemini|pixtral|llava|-vl|llama-?4|(^|/)o[134]")
_STRUCTURED = re.compile(r"gpt-?(4o|4[.-]?1(?!\d)|5)|(^|/)o[134]")


def _family(model: str) -> str:
    return next((family for pattern, family in _FAMILIES if re.search(pattern, model)), ModelFamily.UNKNOWN)


def model_info_of(model: str) -> ModelInfo:
    """What the engine wants to know of a model; for a name that it does not know, what the name suggests.

    Function calling and JSON are taken for granted: v0.2 sent them to every model.
    """
    name = model.lower()
    return ModelInfo(
        vision=bool(_SEES.search(name)),
        function_calling=True,
        json_output=True,
        family=_family(name),
        structured_output=bool(_STRUCTURED.search(name)),
        # v0.2 puts system messages wherever it likes, and endpoints take them.
        multiple_system_messages=True,
    )


def token_limit_of(model: str) -> int:
    """The size of a model's context in tokens; 128,000 for a name that is not known."""
    from autogen_ext.models.openai._model_info import get_token_limit, resolve_model

    try:
        return get_token_limit(resolve_model(model))
    except (KeyError, ValueError):
        pass
    try:
        return get_max_token_limit(model)
    except KeyError:
        return _DEFAULT_LIMIT
