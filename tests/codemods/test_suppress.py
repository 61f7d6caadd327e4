import pytest
from autogen_codemods.suppress import CodeFilter, Suppressions


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        ((), (), True),
        (("AM101",), (), True),
        (("AM1",), (), True),
        (("AM2",), (), False),
        ((), ("AM1",), False),
        (("AM101",), ("AM1",), True),
        (("AM1",), ("AM101",), False),
        (("AM101",), ("AM101",), False),
    ],
)
def test_the_longer_of_select_and_ignore_wins(select: tuple[str, ...], ignore: tuple[str, ...], wanted: bool):
    assert CodeFilter(select, ignore).wants("AM101") is wanted


@pytest.mark.parametrize(
    ("comment", "silenced"),
    [
        ("# noqa", True),
        ("# NOQA", True),
        ("# noqa: AM101", True),
        ("#noqa:AM102,AM101", True),
        ("# type: ignore # noqa: F401, AM101", True),
        ("# noqa: F401", False),
        ("# noqa E402", False),
        ("# noqa AM101", True),
        ("# no quality", False),
    ],
)
def test_comments(comment: str, silenced: bool):
    assert Suppressions.of(f"x = 1\nimport autogen  {comment}\n").silence("AM101", (2, 2)) is silenced


def test_a_comment_on_the_last_line_of_a_statement_counts():
    assert Suppressions.of("from autogen import (\n  a,\n)  # noqa\n").silence("AM101", (1, 3))


def test_a_comment_in_between_does_not():
    assert not Suppressions.of("from autogen import (\n  a,  # noqa\n)\n").silence("AM101", (1, 3))


def test_a_comment_for_the_file_may_name_codes():
    text = "# autogen-migrate: noqa: AM103\n"
    assert Suppressions.of(text).silence("AM103", (9, 9))
    assert not Suppressions.of(text).silence("AM101", (9, 9))
