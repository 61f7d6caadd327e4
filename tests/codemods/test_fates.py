"""The whole of v0.2.40's public API, name by name and parameter by parameter, against the table and both packages."""

import importlib
import importlib.util
import inspect
import json
import re
from pathlib import Path

import pytest
from autogen_codemods import fates

API = json.loads((Path(__file__).parents[1] / "compat" / "v02_api.json").read_text())["modules"]


def _parameters(signature: str) -> list[str]:
    """The parameter names of a signature whose defaults may be any text."""
    plain = re.sub(r"""'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"|<[^<>]*>""", "None", signature)
    inside = plain[plain.index("(") + 1 : plain.rindex(")")]
    while (flat := re.sub(r"[(\[{][^()\[\]{}]*[)\]}]", "None", inside)) != inside:
        inside = flat
    names = [part.partition("=")[0].partition(":")[0].strip() for part in inside.split(",")]
    return [name for name in names if name not in ("self", "cls", "*", "/", "")]


def _functions():
    for module, content in API.items():
        for name, signature in content.get("callables", {}).items():
            yield f"{module}.{name}", signature


def test_every_public_name_is_known():
    names = [f"{module}.{name}" for module, content in API.items() for name in content.get("names", [])]
    assert len(names) > 300
    assert [name for name in (*API, *names) if not fates.is_known(name)] == []


def test_every_function_and_method_has_a_row():
    assert [name for name, _ in _functions() if fates.fate_of(name) is None] == []


def test_every_parameter_has_a_row():
    rows = {row.name for row in fates.rows() if row.kind == "parameter"}
    needed = [f"{name}({p})" for name, signature in _functions() for p in _parameters(signature)]
    assert len(needed) > 1000
    assert [name for name in needed if name not in rows] == []


def test_no_row_is_about_something_that_v02_does_not_have():
    functions = {name for name, _ in _functions()}
    strays = [r.name for r in fates.rows() if r.kind == "parameter" and r.name.partition("(")[0] not in functions]
    assert strays == []


def _targets():
    return sorted({target for row in fates.rows() if row.native != "alias" for target in row.targets})


@pytest.mark.parametrize("target", _targets())
def test_each_target_exists_in_the_installed_packages_with_its_parameter(target: str):
    name, _, parameter = target.rstrip(")").partition("(")
    found = _resolve(name)
    if parameter:
        assert parameter in inspect.signature(found).parameters


def _resolve(name: str):
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError as error:
            # A third-party package that an extra of autogen-ext brings may be absent; the module itself may not.
            if error.name and not error.name.startswith("autogen_"):
                return lambda *args, **kwargs: None if not kwargs else kwargs
            continue
        except ImportError:
            return None
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AssertionError(f"{name} does not exist")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("autogen.AssistantAgent", True),
        ("autogen.UserProxyAgent.initiate_chat", True),
        ("autogen.agentchat.contrib.img_utils._to_pil", True),
        ("autogen.agentchat.contrib.capabilities", True),
        ("autogen.SwarmAgent", False),
        ("autogen.no.such.module", False),
        ("autogen.AssistantAgent.whatever", None),
    ],
)
def test_tells_what_exists_what_does_not_and_what_it_cannot_tell(name: str, known: bool | None):
    assert fates.is_known(name) is known


def test_an_alias_leads_to_where_the_thing_is_defined():
    assert fates.canonical("autogen.GroupChat") == "autogen.agentchat.groupchat.GroupChat"


def test_an_inherited_method_leads_to_the_class_that_defines_it():
    assert fates.canonical("autogen.AssistantAgent.send") == "autogen.agentchat.conversable_agent.ConversableAgent.send"


def test_keywords_of_a_class_that_passes_them_on_include_the_base_classs():
    accepted = fates.keywords("autogen.AssistantAgent")
    assert accepted is not None and {"llm_config", "code_execution_config"} <= accepted


def test_a_function_that_takes_any_keyword_has_no_list():
    assert fates.keywords("autogen.OpenAIWrapper") is None


def test_the_table_says_of_each_name_whether_autogen_compat_has_it():
    """If this fails after work on autogen_compat: python tests/codemods/sync_fates.py"""
    path = Path(__file__).with_name("sync_fates.py")
    spec = importlib.util.spec_from_file_location("sync_fates", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert list(module.stale()) == []
