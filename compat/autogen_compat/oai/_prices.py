"""What OpenAI's models cost, in US dollars per 1,000 tokens: (prompt, completion), or one price for both.

The first table is v0.2.40's, of November 2024, so that costs of old programs stay what they were. The second is
of 2025-08 and fills in models that v0.2 did not know; v0.2 counted them as free.
"""

from __future__ import annotations

__all__ = ["LATER_PRICES", "OAI_PRICE1K"]

_GPT_4 = (0.03, 0.06)
_GPT_4_32K = (0.06, 0.12)
_GPT_4_TURBO = (0.01, 0.03)
_GPT_35 = (0.0005, 0.0015)
_GPT_35_2023 = (0.0015, 0.002)
_GPT_35_1106 = (0.001, 0.002)
_GPT_35_16K = (0.003, 0.004)
_GPT_4O_MINI = (0.00015, 0.0006)

OAI_PRICE1K: dict[str, float | tuple[float, float]] = {
    "gpt-4o": (0.005, 0.015),
    "gpt-4o-2024-05-13": (0.005, 0.015),
    "gpt-4o-2024-08-06": (0.0025, 0.01),
    "gpt-4o-mini": _GPT_4O_MINI,
    "gpt-4o-mini-2024-07-18": _GPT_4O_MINI,
    "gpt-4-turbo-2024-04-09": _GPT_4_TURBO,
    "gpt-4-turbo-preview": _GPT_4_TURBO,
    "gpt-4-0125-preview": _GPT_4_TURBO,
    "gpt-4-1106-preview": _GPT_4_TURBO,
    "gpt-4-1106-vision-preview": _GPT_4_TURBO,
    "gpt-4": _GPT_4,
    "gpt-4-0314": _GPT_4,
    "gpt-4-0613": _GPT_4,
    "gpt-4-32k": _GPT_4_32K,
    "gpt-4-32k-0314": _GPT_4_32K,
    "gpt-4-32k-0613": _GPT_4_32K,
    "gpt-3.5-turbo": _GPT_35,
    "gpt-3.5-turbo-0125": _GPT_35,
    "gpt-3.5-turbo-1106": _GPT_35_1106,
    "gpt-3.5-turbo-0613": _GPT_35_2023,
    "gpt-3.5-turbo-0301": _GPT_35_2023,
    "gpt-3.5-turbo-instruct": _GPT_35_2023,
    "gpt-3.5-turbo-16k-0613": _GPT_35_16K,
    "gpt-35-turbo": _GPT_35,
    "gpt-35-turbo-0125": _GPT_35,
    "gpt-35-turbo-1106": _GPT_35_1106,
    "gpt-35-turbo-0613": _GPT_35_2023,
    "gpt-35-turbo-0301": _GPT_35_2023,
    "gpt-35-turbo-instruct": _GPT_35_2023,
    "gpt-35-turbo-16k": _GPT_35_16K,
    "gpt-35-turbo-16k-0613": _GPT_35_16K,
    "davinci-002": 0.002,
    "babbage-002": 0.0004,
    "text-ada-001": 0.0004,
    "text-babbage-001": 0.0005,
    "text-curie-001": 0.002,
    "text-davinci-002": 0.02,
    "text-davinci-003": 0.02,
    "code-cushman-001": 0.024,
    "code-davinci-002": 0.1,
}

LATER_PRICES: dict[str, tuple[float, float]] = {
    "gpt-4o-2024-11-20": (0.0025, 0.01),
    "gpt-4.1": (0.002, 0.008),
    "gpt-4.1-2025-04-14": (0.002, 0.008),
    "gpt-4.1-mini": (0.0004, 0.0016),
    "gpt-4.1-mini-2025-04-14": (0.0004, 0.0016),
    "gpt-4.1-nano": (0.0001, 0.0004),
    "gpt-4.1-nano-2025-04-14": (0.0001, 0.0004),
    "gpt-5": (0.00125, 0.01),
    "gpt-5-2025-08-07": (0.00125, 0.01),
    "gpt-5-mini": (0.00025, 0.002),
    "gpt-5-mini-2025-08-07": (0.00025, 0.002),
    "gpt-5-nano": (0.00005, 0.0004),
    "gpt-5-nano-2025-08-07": (0.00005, 0.0004),
    "o1": (0.015, 0.06),
    "o1-2024-12-17": (0.015, 0.06),
    "o3": (0.002, 0.008),
    "o3-2025-04-16": (0.002, 0.008),
    "o3-mini": (0.0011, 0.0044),
    "o3-mini-2025-01-31": (0.0011, 0.0044),
    "o4-mini": (0.0011, 0.0044),
    "o4-mini-2025-04-16": (0.0011, 0.0044),
}
