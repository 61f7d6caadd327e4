"""Configuration keys of v0.1 in dict literals that reach an agent."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autogen_codemods.compat.config_dicts import config_dicts, key_of, suspicious_dicts
from autogen_codemods.compat.config_keys import DROPPED, RENAMED, new_key
from autogen_codemods.compat.module import LegacyModule, NodeEdit, Proposal
from autogen_codemods.rules.base import Kind, Rule, Tier

UPDATED = Rule(
    code="AM104",
    title="configuration key of v0.1",
    kind=Kind.REWRITE,
    tier=Tier.COMPAT,
    why=(
        "v0.2 renamed keys of llm_config when it moved to openai 1.0: request_timeout became timeout, api_base became "
        "base_url, use_cache=False became cache_seed=None, and v0.1's seed (of the cache) became cache_seed. The old "
        "keys are sent to the model's API today, which refuses them."
    ),
    before='llm_config = {"request_timeout": 600, "config_list": config_list}\n',
    after='llm_config = {"timeout": 600, "config_list": config_list}\n',
)

SUSPECT = Rule(
    code="AM106",
    title="what looks like a configuration key of v0.1",
    kind=Kind.DECISION,
    tier=Tier.COMPAT,
    why=(
        "A dict in a file that uses autogen has a key that v0.1 knew, but nothing shows that the dict reaches an "
        "agent; other libraries use the same names. Rename it if it does: request_timeout to timeout, api_base to "
        "base_url, use_cache to cache_seed."
    ),
    before='settings = {"api_base": url, "model": name}\n',
    after='settings = {"base_url": url, "model": name}\n',
)

RULES = (UPDATED, SUSPECT)


def find(module: LegacyModule) -> Iterator[Proposal]:
    """v0.1 keys of dicts that are configurations for certain, and of those that may be."""
    known = config_dicts(module)
    for node in known:
        yield from _updates(node)
    for node in suspicious_dicts(module, known):
        yield from (_suspicion(e) for e in node.elements if isinstance(e, cst.DictElement) and key_of(e) in RENAMED)


def _updates(node: cst.Dict) -> Iterator[Proposal]:
    elements = [e for e in node.elements if isinstance(e, cst.DictElement)]
    keys = {key for e in elements if (key := key_of(e)) is not None}
    for element in elements:
        key = key_of(element) or ""
        new = new_key(key, keys)
        if new is not None:
            yield _renamed(element, key, new)
        elif key == "use_cache":
            yield _use_cache(element, keys)
        elif key in DROPPED:
            yield Proposal(SUSPECT, element, f'"{key}" of v0.1 is not read any more; set {DROPPED[key]}')


def _renamed(element: cst.DictElement, old: str, new: str) -> Proposal:
    key = element.key
    assert isinstance(key, cst.SimpleString)
    edit = NodeEdit(key, f"{key.quote}{new}{key.quote}")
    return Proposal(UPDATED, element, f'"{old}" of v0.1 becomes "{new}"', (edit,))


def _use_cache(element: cst.DictElement, keys: set[str]) -> Proposal:
    value = element.value
    if isinstance(value, cst.Name) and value.value == "False" and not keys & {"cache_seed", "seed"}:
        key = element.key
        assert isinstance(key, cst.SimpleString)
        edits = (NodeEdit(key, f"{key.quote}cache_seed{key.quote}"), NodeEdit(value, "None"))
        return Proposal(UPDATED, element, '"use_cache": False becomes "cache_seed": None', edits)
    return Proposal(SUSPECT, element, '"use_cache" is not read any more; "cache_seed": None switches the cache off')


def _suspicion(element: cst.DictElement) -> Proposal:
    key = key_of(element) or ""
    return Proposal(SUSPECT, element, f'if this dict configures an agent, "{key}" has to be "{RENAMED[key]}"')
