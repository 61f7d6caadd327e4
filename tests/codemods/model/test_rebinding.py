"""Which binding of a name a read sees, where code runs from top to bottom."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import libcst as cst
import pytest
from autogen_codemods.model.view import ModuleView


def seen(source: str) -> list[list[str]]:
    """For each read of ``x`` in ``print(x)`` or the like, the values of the bindings that it may see."""
    view = ModuleView(Path("m.py"), dedent(source))
    reads = [
        n for n in view.nodes if isinstance(n, cst.Name) and n.value == "x" and isinstance(view.parent(n), cst.Arg)
    ]
    return [[_value(view, each) for each in view.assignments(read)] for read in reads]


def _value(view: ModuleView, assignment: object) -> str:
    node = getattr(assignment, "node", None)
    assert isinstance(node, cst.CSTNode)
    above = view.parent(node)
    line = view.parent(above) if isinstance(above, cst.AssignTarget) else above
    return view.code(line.value) if isinstance(line, cst.Assign) else type(node).__name__


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("if a:\n    x = 1\nelse:\n    x = 2\nprint(x)\n", id="branches"),
        pytest.param("x = 1\nfor i in a:\n    print(x)\n    x = 2\n", id="a loop"),
        pytest.param("x = 1\ntry:\n    x = 2\nexcept OSError:\n    pass\nprint(x)\n", id="what may fail"),
        pytest.param("x = 1\ndef f():\n    global x\n    x = 2\nprint(x)\n", id="a function that binds it"),
        pytest.param("x = 1\nx = 2\nfor x in a:\n    pass\nprint(x)\n", id="a loop's own name"),
    ],
)
def test_all_bindings_count_where_the_order_cannot_be_told_by(source: str):
    [values] = seen(source)
    assert len(values) > 1


def test_a_function_may_see_each_binding_from_the_last_above_it_on():
    assert seen("x = 1\nx = 2\ndef f():\n    print(x)\nx = 3\nf()\n") == [["2", "3"]]


def test_a_read_sees_the_last_binding_above():
    assert seen("x = 1\nprint(x)\nx = 2\nprint(x)\nwith print(x):\n    x = 3\n    print(x)\n") == [
        ["1"],
        ["2"],
        ["2"],
        ["3"],
    ]


def test_a_binding_is_seen_after_its_own_statement():
    assert seen("x = 1\nx = f(x)\nprint(x)\n") == [["1"], ["f(x)"]]


def test_what_a_definition_evaluates_at_once_sees_the_binding_above():
    assert seen("x = 1\n@register(x)\ndef f(a=g(x)):\n    pass\nx = 2\n") == [["1"], ["1"]]


def test_definitions_and_unpacked_names_are_bindings():
    assert seen("def x():\n    pass\nprint(x)\nx, y = 1, 2\nprint(x)\n") == [["FunctionDef"], ["Name"]]


def test_each_binding_has_its_own_reads():
    view = ModuleView(Path("m.py"), "x = 1\nprint(x)\nx = 2\nprint(x)\n")
    first, second = (
        view.variable(n)
        for n in view.nodes
        if isinstance(n, cst.Name) and n.value == "x" and (isinstance(view.parent(n), cst.AssignTarget))
    )
    assert first is not None and second is not None and first is not second
    assert [len(first.reads), len(second.reads)] == [1, 1]
