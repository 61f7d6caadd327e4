"""What holds for every program."""

import libcst as cst
from codemod_tools import plan_of
from hypothesis import given, settings
from hypothesis import strategies as st

SPACE = st.sampled_from(["", " ", "  ", "\t"])
GAP = st.sampled_from([" ", "  ", "\t", " \\\n  "])
COMMENT = st.sampled_from(["", "  # why", " # autogen is fine", "#x"])
NEWLINE = st.sampled_from(["\n", "\r\n"])


@st.composite
def imports(draw: st.DrawFn) -> tuple[str, str]:
    """An import in some formatting, and the same with its root renamed."""
    gap, gap2, comment = draw(GAP), draw(GAP), draw(COMMENT)
    forms = [
        (f"import{gap}autogen{comment}", f"import{gap}autogen_compat as autogen{comment}"),
        (f"import{gap}autogen{gap2}as{gap}ag{comment}", f"import{gap}autogen_compat as ag{comment}"),
        (f"from{gap}autogen{gap2}import{gap}Agent{comment}", f"from{gap}autogen_compat{gap2}import{gap}Agent{comment}"),
        (
            f"from{gap}autogen.oai{gap2}import{gap}(\n  Completion ,{comment}\n\n)",
            f"from{gap}autogen_compat.oai{gap2}import{gap}(\n  Completion ,{comment}\n\n)",
        ),
    ]
    return draw(st.sampled_from(forms))


LINES = st.sampled_from(
    ["x  =  1", "# a comment", "", "if x :\n    y = (1,\n      2)  # two", "def f( a,b ) : return a", "'''autogen'''"]
)


@given(st.lists(st.one_of(imports(), LINES.map(lambda line: (line, line))), max_size=6), NEWLINE)
@settings(max_examples=150, deadline=None)
def test_nothing_but_the_imports_changes_whatever_the_formatting(parts: list[tuple[str, str]], newline: str):
    before, after = ("\n".join(part[i] for part in parts).replace("\n", newline) + newline for i in (0, 1))
    plan = plan_of(before)
    assert (plan.new or before.encode()) == after.encode()


NAMES = st.sampled_from(["agent", "autogen_core", "tools", "AssistantAgent", "initiate_chat", "llm_config"])
PROGRAMS = st.lists(
    st.one_of(
        NAMES.map(lambda n: f"import {n}"),
        NAMES.map(lambda n: f"{n} = {{'request_timeout': 3, 'api_base': 1}}"),
        NAMES.map(lambda n: f"x = {n}({n}={n})"),
        NAMES.map(lambda n: f"# autogen {n}"),
        NAMES.map(lambda n: f"patch('{n}.autogen')"),
    ),
    max_size=8,
).map("\n".join)


@given(PROGRAMS)
@settings(max_examples=150, deadline=None)
def test_a_program_without_v02_in_it_is_never_changed(program: str):
    plan = plan_of(program)
    assert plan.new is None
    assert plan.findings == ()


@given(st.lists(st.one_of(imports().map(lambda pair: pair[0]), LINES), max_size=6).map("\n".join))
@settings(max_examples=100, deadline=None)
def test_what_was_written_parses_and_a_second_run_finds_nothing_to_write(program: str):
    new = plan_of(program).new
    if new is not None:
        cst.parse_module(new)
        assert plan_of(new.decode()).new is None
