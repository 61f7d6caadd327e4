import pytest
from codemod_tools import check_noop, check_transformed, codes


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('print("autogen.oai")\n', id="a string that is only printed and no public name of a class"),
        pytest.param('patch("myproject.autogen.x")\n', id="a longer path"),
        pytest.param('import_module("autogen_ext.models")\n', id="v0.4"),
        pytest.param('open("autogen.txt")\n', id="a file name"),
        pytest.param("import_module(name)\n", id="a name that is computed"),
        pytest.param('ensure_module_is_installed("autogen2")\n', id="another module that must be there"),
        pytest.param('is_story("autogen")\n', id="a function that does not ask for a module"),
    ],
)
def test_leaves_alone(text: str):
    if text.startswith("print"):
        assert codes(text) == ["AM103"]
    else:
        check_noop(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('importlib.import_module("autogen.oai")\n', 'importlib.import_module("autogen_compat.oai")\n'),
        ("__import__('autogen')\n", "__import__('autogen_compat')\n"),
        (
            '@patch("autogen.oai.client.OpenAI")\ndef f(): ...\n',
            '@patch("autogen_compat.oai.client.OpenAI")\ndef f(): ...\n',
        ),
        ('mock.patch(r"autogen.io")\n', 'mock.patch(r"autogen_compat.io")\n'),
        (
            'monkeypatch.setattr("autogen.code_utils.WIN32", True)\n',
            'monkeypatch.setattr("autogen_compat.code_utils.WIN32", True)\n',
        ),
        ('patch.dict("sys.modules", {"autogen": None})\n', 'patch.dict("sys.modules", {"autogen_compat": None})\n'),
        ('del sys.modules["autogen.oai"]\n', 'del sys.modules["autogen_compat.oai"]\n'),
        ('pytest.importorskip("autogen")\n', 'pytest.importorskip("autogen_compat")\n'),
        ('logging.getLogger("autogen.oai.client")\n', 'logging.getLogger("autogen_compat.oai.client")\n'),
        ('ensure_module_is_installed("autogen")\n', 'ensure_module_is_installed("autogen_compat")\n'),
        ('import_module(f"autogen.{name}")\n', 'import_module(f"autogen_compat.{name}")\n'),
    ],
)
def test_rewrites(before: str, after: str):
    check_transformed(before, after)


def test_a_class_path_in_a_table_is_a_decision():
    assert codes('KINDS = {"a": "autogen.AssistantAgent"}\n') == ["AM103"]


def test_a_dotted_text_that_names_nothing_is_not_reported():
    check_noop('TITLE = "autogen.nothing"\n')
