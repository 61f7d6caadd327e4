import json
from pathlib import Path

import nbformat
import pytest
from autogen_codemods.files.cells import join_cells, split_cells
from autogen_codemods.files.discover import FileKind
from autogen_codemods.files.magics import decode_magics, encode_magics
from autogen_codemods.files.notebook import read_notebook
from autogen_codemods.files.source import UnreadableFile
from autogen_codemods.plan import plan_bytes
from autogen_codemods.suppress import CodeFilter
from hypothesis import given
from hypothesis import strategies as st


def notebook(*cells: str | list[str], indent: int | None = 1, kind: str = "code", **metadata: object) -> bytes:
    made = [
        {"cell_type": kind, "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for source in cells
    ]
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=indent).encode()


def rewritten(data: bytes):
    return plan_bytes(Path("n.ipynb"), FileKind.NOTEBOOK, data, CodeFilter())


def test_only_the_lines_that_change_differ():
    data = notebook(["import os\n", "import autogen\n", "x  =  1"], "print(autogen)", indent=1)
    new = rewritten(data).new
    assert new is not None
    assert new.decode() == data.decode().replace("import autogen\\n", "import autogen_compat as autogen\\n")
    nbformat.validate(nbformat.reads(new.decode(), as_version=4))


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_source_that_is_one_string_stays_one(indent: int | None):
    data = notebook("import autogen\nautogen.Cache", indent=indent)
    assert rewritten(data).new == data.replace(b"import autogen\\n", b"import autogen_compat as autogen\\n")


def test_outputs_and_metadata_that_speak_of_autogen_stay():
    data = notebook("x = 1", note="import autogen", language_info={"name": "python"})
    assert rewritten(data).new is None


def test_names_are_shared_over_cells():
    data = notebook("import autogen", "autogen.SwarmAgent")
    assert [(f.cell, f.line, f.code) for f in rewritten(data).findings] == [(0, 1, "AM101"), (1, 1, "AM903")]


def test_magics_shell_lines_and_help_are_kept():
    cell = "%pylab\n!ls 'x\nfiles = !ls *.py\nautogen?\n%time import autogen\nimport autogen\nif x:\n    %cd ..\n"
    new = rewritten(notebook(cell)).new
    assert new is not None
    expected = cell.replace("\nimport autogen\n", "\nimport autogen_compat as autogen\n")
    assert json.loads(new)["cells"][0]["source"] == expected


def test_cells_of_other_languages_are_left_alone():
    data = notebook("%%bash\nimport autogen", "%%html\n<b>import autogen</b>", "import autogen")
    assert [f.cell for f in rewritten(data).findings] == [2]


def test_a_timed_cell_is_python():
    assert [f.cell for f in rewritten(notebook("%%time\nimport autogen")).findings] == [0]


def test_top_level_await_is_fine():
    assert rewritten(notebook("import autogen\nawait chat()")).problem is None


def test_a_percent_sign_in_an_expression_is_no_magic():
    text = "x = (a\n% b)\ny = '''\n%s\n!ls\n''' % x\nz = a \\\n  % b\n"
    assert encode_magics(text) == text


def test_an_install_line_gets_the_new_requirement():
    data = notebook('%pip install -q "pyautogen[redis]~=0.2" pandas')
    new = rewritten(data).new
    assert new is not None
    assert json.loads(new)["cells"][0]["source"] == '%pip install -q "autogen-migrate[redis]>=0.1" pandas'


def test_a_cell_that_does_not_parse_is_named_and_the_others_are_done():
    plan = rewritten(notebook("import autogen", "def f(:\n  autogen", "print(1)"))
    assert plan.new is not None
    assert plan.problem is not None
    assert (plan.problem.message.split(":")[0], plan.problem.line) == ("cell 2 does not parse", 1)


def test_a_broken_cell_that_has_nothing_to_do_with_autogen_is_no_problem():
    assert rewritten(notebook("import autogen", "your code here")).problem is None


def test_notebooks_of_other_languages_are_none_of_ours():
    assert read_notebook(Path("n.ipynb"), notebook("import autogen", language_info={"name": "R"})) is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "its JSON does not parse"),
        (b"[]", "not a notebook of format 4"),
        (b'{"worksheets": []}', "not a notebook of format 4"),
        (b"\xff\xfe", "not valid UTF-8"),
    ],
)
def test_what_is_no_notebook_is_refused(data: bytes, message: str):
    with pytest.raises(UnreadableFile, match=message):
        read_notebook(Path("n.ipynb"), data)


CELL_LINES = st.sampled_from(
    [
        "%magic x",
        "!ls 'it",
        "x = !ls",
        "y = 1",
        "f(",
        ")",
        "'''",
        "  %cd",
        "?f",
        "f?",
        "%%time",
        "# %%magic:x",
        "",
        "a \\",
    ]
)


@given(st.lists(CELL_LINES, max_size=8).map("\n".join))
def test_encoded_magics_come_back_as_they_were(text: str):
    encoded = encode_magics(text)
    assert encoded.count("\n") == text.count("\n")
    if "# %%magic:" not in text:
        assert decode_magics(encoded) == text


@given(st.lists(st.one_of(st.text(), st.lists(st.text(), max_size=3)), max_size=4), st.sampled_from([None, 1, 2]))
def test_every_notebook_goes_back_to_the_same_bytes(cells: list[str | list[str]], indent: int | None):
    data = notebook(*cells, indent=indent)
    source = read_notebook(Path("n.ipynb"), data)
    assert source is not None
    assert source.render(source.text) == data


def test_text_before_the_first_cell_goes_to_the_first_line_of_code():
    text = join_cells([(0, "%pip install x"), (2, "# note\n%time\nimport a")])
    assert split_cells("import b\n" + text) == {0: "%pip install x", 2: "# note\n%time\nimport b\nimport a"}
