import pytest
from codemod_tools import check_noop, check_transformed, codes


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import autogen_agentchat\n", id="v0.4's own packages"),
        pytest.param("from autogen_ext.models import openai\n", id="from v0.4's extensions"),
        pytest.param("from .autogen import agents\n", id="a relative module of the same name"),
        pytest.param("from myproject.autogen import agents\n", id="a submodule of the same name"),
        pytest.param("autogen = 3\nprint(autogen)\n", id="a variable of the same name"),
        pytest.param("# import autogen\n", id="a comment"),
        pytest.param('"""\nimport autogen\n"""\n', id="a docstring"),
        pytest.param("import autogen_compat as autogen\n", id="already rewritten"),
        pytest.param("from autogen_compat import AssistantAgent\n", id="already rewritten from-import"),
        pytest.param("", id="an empty file"),
    ],
)
def test_leaves_alone(text: str):
    check_noop(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import autogen\n", "import autogen_compat as autogen\n"),
        ("import autogen as ag\n", "import autogen_compat as ag\n"),
        ("import autogen as autogen\n", "import autogen_compat as autogen\n"),
        ("import os, autogen, sys\n", "import os, autogen_compat as autogen, sys\n"),
        ("import autogen.coding as coding\n", "import autogen_compat.coding as coding\n"),
        ("import autogen.oai as autogen\n", "import autogen_compat.oai as autogen\n"),
        ("import autogen.oai.client\n", "import autogen_compat as autogen, autogen_compat.oai.client\n"),
        (
            "import autogen\nimport autogen.oai.client\n",
            "import autogen_compat as autogen\nimport autogen_compat.oai.client\n",
        ),
        ("from autogen import *\n", "from autogen_compat import *\n"),
        ("from autogen import oai\n", "from autogen_compat import oai\n"),
        ("from autogen . coding import CodeBlock\n", "from autogen_compat . coding import CodeBlock\n"),
        (
            "from autogen import (  # all\n    AssistantAgent,   # one\n    UserProxyAgent\n)\n",
            "from autogen_compat import (  # all\n    AssistantAgent,   # one\n    UserProxyAgent\n)\n",
        ),
        ("if x:\n\tfrom autogen import Cache\n", "if x:\n\tfrom autogen_compat import Cache\n"),
        ("def f():\n    import autogen;  y = 1\n", "def f():\n    import autogen_compat as autogen;  y = 1\n"),
        (
            "try:\n    import autogen\nexcept ImportError:\n    autogen = None\n",
            "try:\n    import autogen_compat as autogen\nexcept ImportError:\n    autogen = None\n",
        ),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from autogen import Agent\n",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from autogen_compat import Agent\n",
        ),
        ("import autogen\r\nx = 1\r\n", "import autogen_compat as autogen\r\nx = 1\r\n"),
        ("x = 1\n\x0c\nimport autogen\n", "x = 1\n\x0c\nimport autogen_compat as autogen\n"),
        ("import autogen", "import autogen_compat as autogen"),
    ],
)
def test_rewrites(before: str, after: str):
    check_transformed(before, after)


def test_a_submodule_import_in_another_scope_binds_the_package_again():
    before = "import autogen\ndef f():\n    import autogen.oai\n    return autogen\n"
    after = (
        "import autogen_compat as autogen\ndef f():\n"
        "    import autogen_compat as autogen, autogen_compat.oai\n    return autogen\n"
    )
    check_transformed(before, after)


def test_a_from_import_is_reported_once_however_many_names_it_has():
    assert codes("from autogen import AssistantAgent, UserProxyAgent, GroupChat\n") == ["AM101"]


def test_a_noqa_comment_with_the_code_keeps_the_import():
    check_noop("import autogen  # noqa: AM101\n")


def test_a_noqa_comment_with_another_code_does_not():
    check_transformed("import autogen  # noqa: F401\n", "import autogen_compat as autogen  # noqa: F401\n")


def test_a_bare_noqa_silences_the_line():
    check_noop("import autogen  # noqa\n")


def test_a_file_comment_silences_the_file():
    check_noop("# autogen-migrate: noqa\nimport autogen\n")
