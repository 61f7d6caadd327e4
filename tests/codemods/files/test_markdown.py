from pathlib import Path

from autogen_codemods.files.discover import FileKind
from autogen_codemods.plan import plan_bytes
from autogen_codemods.suppress import CodeFilter


def rewritten(text: str):
    return plan_bytes(Path("README.md"), FileKind.MARKDOWN, text.encode(), CodeFilter())


def test_python_blocks_change_and_prose_does_not():
    text = "import autogen\n\n```python\nimport autogen\n```\n\n```bash\nimport autogen\n```\n"
    plan = rewritten(text)
    assert plan.new is not None
    assert plan.new.decode() == text.replace("python\nimport autogen", "python\nimport autogen_compat as autogen")
    assert [(f.line, f.cell) for f in plan.findings] == [(4, None)]


def test_an_indented_block_keeps_its_indentation_and_line_ends():
    text = "- list\r\n\r\n  ~~~py\r\n  from autogen import Cache\r\n\r\n  x = 1\r\n  ~~~\r\n"
    plan = rewritten(text)
    assert plan.new is not None
    assert plan.new.decode() == text.replace("from autogen ", "from autogen_compat ")


def test_a_block_that_is_no_program_does_not_stop_the_others():
    text = "```python\nagent = ...(\n```\n\n```python\nimport autogen\n```\n"
    plan = rewritten(text)
    assert plan.new is not None
    assert plan.problem is None


def test_a_block_that_is_not_closed_reaches_to_the_end():
    plan = rewritten("```python\nimport autogen\n")
    assert plan.new == b"```python\nimport autogen_compat as autogen\n"


def test_doctest_sessions_are_left_alone():
    assert rewritten("```python\n>>> import autogen\n```\n").new is None
