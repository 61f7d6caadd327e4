import libcst as cst
import pytest
from autogen_codemods.model.imports import analyse


def uses(text: str) -> list[tuple[str, str]]:
    module = cst.parse_module(text)
    return [(module.code_for_node(u.node), u.qualified) for u in analyse(module).uses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import autogen\nautogen.A", [("autogen.A", "autogen.A")]),
        ("import autogen as ag\nag.oai.B.c()", [("ag.oai.B.c", "autogen.oai.B.c")]),
        ("import autogen_compat as autogen\nautogen.A", [("autogen.A", "autogen.A")]),
        ("import autogen.oai.client\nautogen.oai.client.X", [("autogen.oai.client.X", "autogen.oai.client.X")]),
        ("import autogen.coding as c\nc.X", [("c.X", "autogen.coding.X")]),
        ("from autogen import A as B\nB()", [("B", "autogen.A")]),
        ("def f():\n    from autogen import A\n    return A", [("A", "autogen.A")]),
        ("from autogen import A\nclass K(A):\n    def m(self): return A", [("A", "autogen.A"), ("A", "autogen.A")]),
        ("from autogen import A\n[A for x in y]", [("A", "autogen.A")]),
        ("from autogen import A\ndef f(x=A): ...", [("A", "autogen.A")]),
        ("from autogen import A\nx: A = 1", [("A", "autogen.A")]),
        ("try:\n    from autogen import A\nexcept ImportError:\n    A = None\nA()", [("A", "autogen.A")]),
        (
            "try:\n    from autogen import A\nexcept ImportError:\n    class A: pass\nA()",
            [("A", "autogen.A")],
        ),
        ("from autogen import A\nf(A=1, b=A)", [("A", "autogen.A")]),
        ("from autogen import A\nx.A", []),
    ],
)
def test_resolves(text: str, expected: list[tuple[str, str]]):
    assert uses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("from autogen import A\nA = other()\nA()", id="assigned again"),
        pytest.param("from autogen import A\ndef f(A): return A", id="a parameter"),
        pytest.param("from autogen import A\ndef f():\n    A = 1\n    return A", id="a local variable"),
        pytest.param("from autogen import A\n[A for A in y]", id="a loop variable of a comprehension"),
        pytest.param("from autogen import A\nlambda A: A", id="a parameter of a lambda"),
        pytest.param("from autogen import A\nfor A in y:\n    A()", id="a loop variable"),
        pytest.param("from autogen import A\nwith f() as A:\n    A()", id="a with target"),
        pytest.param("from autogen import A\nfrom other import A\nA()", id="imported from elsewhere, too"),
        pytest.param(
            "from autogen import A\ndef f():\n    global A\n    A = 1\nA()", id="a global that a function sets"
        ),
        pytest.param("from autogen import A\nmatch x:\n    case [A]: A()", id="a match capture"),
        pytest.param("from .autogen import A\nA()", id="a relative import"),
        pytest.param("from autogen import A\nif (A := f()): A()", id="a walrus"),
        pytest.param(
            "try:\n    from mine import A\nexcept ImportError:\n    from autogen import A\nA()", id="a fallback"
        ),
    ],
)
def test_does_not_guess(text: str):
    assert uses(text) == []


def test_a_star_import_brings_the_public_names():
    module = cst.parse_module("from autogen import *\nAssistantAgent(other)\n")
    found = analyse(module, star_names=lambda name: frozenset({"AssistantAgent", "GroupChat"}))
    assert [u.qualified for u in found.uses] == ["autogen.AssistantAgent"]


def test_two_names_of_the_same_object_agree():
    module = cst.parse_module("from autogen import A\nfrom autogen.agentchat import A\nA()")
    found = analyse(module, canonical=lambda name: name.replace("agentchat.", ""))
    assert [u.qualified for u in found.uses] == ["autogen.A"]


def test_a_class_scope_is_not_seen_from_its_methods():
    text = "from autogen import A\nclass K:\n    A = 1\n    def m(self): return A\n"
    assert uses(text) == [("A", "autogen.A")]
