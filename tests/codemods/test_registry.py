import importlib
import pkgutil

import libcst as cst
import pytest
from autogen_codemods.rules import base
from autogen_codemods.rules.base import RULE_PACKAGES, Rule, Tier, UnknownRule, all_rules, rule
from codemod_tools import plan_of


def _all_declared() -> list[Rule]:
    declared: list[Rule] = []
    for name in RULE_PACKAGES:
        package = importlib.import_module(name)
        for info in pkgutil.walk_packages(package.__path__, name + "."):
            module = importlib.import_module(info.name)
            own = getattr(module, "RULE", None) or getattr(module, "RULES", ())
            declared += [own] if isinstance(own, Rule) else list(own)
    return declared


def test_no_two_rules_share_a_code():
    codes = [r.code for r in _all_declared()]
    assert sorted(set(codes)) == sorted(codes)


def test_an_unknown_code_is_refused_with_advice():
    with pytest.raises(UnknownRule, match="explain --all"):
        rule("AM000")


@pytest.mark.parametrize("known", all_rules().values(), ids=lambda r: r.code)
def test_every_rule_explains_itself(known: Rule):
    assert known.code.startswith("AM") and len(known.code) == 5
    assert known.title and known.why.strip() and known.before.strip() and known.after.strip()


PYTHON_EXAMPLES = ["AM101", "AM102", "AM104", "AM601", "AM902", "AM903", "AM905"]


@pytest.mark.parametrize("code", PYTHON_EXAMPLES)
def test_the_examples_are_python(code: str):
    cst.parse_module(rule(code).before)
    cst.parse_module(rule(code).after)


@pytest.mark.parametrize("code", ["AM101", "AM102"])
def test_the_example_is_what_the_rule_does(code: str):
    assert plan_of(rule(code).before).new == rule(code).after.encode()


def test_tiers_are_told_apart():
    assert rule("AM101").tier is Tier.COMPAT
    assert all(r.tier is Tier.COMPAT for r in base.all_rules().values() if r.code.startswith("AM1"))
