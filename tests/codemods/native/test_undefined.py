"""Names that nothing binds: the last net under what rewrites write."""

from __future__ import annotations

from pathlib import Path

import pytest
from autogen_codemods.model.view import ModuleView
from autogen_codemods.native import settling
from autogen_codemods.native.undefined import undefined
from codemods_native_check import reasons


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("import os\nprint(os.name, len(x))\n", {"x"}, id="a name that nothing binds"),
        pytest.param("def f(a):\n    return [b for b in a if c.d]\n", {"c"}, id="within functions"),
        pytest.param("from a import *\nprint(x)\n", set(), id="any name may come with all of a module"),
        pytest.param("def f(a: 'T') -> None:\n    f(a)\n", set(), id="annotations as texts"),
    ],
)
def test_names_without_a_binding(source: str, names: set[str]):
    assert undefined(ModuleView(Path("m.py"), source)) == names


def test_a_module_whose_native_form_were_no_python_stays(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settling, "with_imports", lambda *_: "from a import b from c import d")
    assert (
        reasons(
            'import autogen\n\na = autogen.AssistantAgent("a", llm_config={"config_list": [{"model": "m"}]})\n'
            'u = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'
            'u.initiate_chat(a, message="hi")\n'
        )
        == ["its native form would be no valid Python"] * 2
    )
