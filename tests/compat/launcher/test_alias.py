import importlib
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import autogen_compat
import pytest
from autogen_compat import _alias


@pytest.fixture
def alias() -> Iterator[None]:
    _alias.install()
    yield
    _alias.uninstall()


@pytest.mark.usefixtures("alias")
def test_autogen_is_the_very_module_autogen_compat():
    assert importlib.import_module("autogen") is autogen_compat


@pytest.mark.usefixtures("alias")
@pytest.mark.parametrize("name", ["io", "io.base", "function_utils"])
def test_submodules_are_the_same_objects_under_both_names(name: str):
    assert importlib.import_module(f"autogen.{name}") is importlib.import_module(f"autogen_compat.{name}")


@pytest.mark.usefixtures("alias")
def test_a_module_keeps_its_own_name_and_spec():
    module = importlib.import_module("autogen.function_utils")
    assert module.__name__ == "autogen_compat.function_utils"
    assert module.__spec__ is not None
    assert module.__spec__.name == "autogen_compat.function_utils"


@pytest.mark.usefixtures("alias")
def test_a_module_that_does_not_exist_is_missed_by_the_name_that_was_asked_for():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'autogen\.nope'"):
        importlib.import_module("autogen.nope")


@pytest.mark.usefixtures("alias")
def test_names_that_only_begin_with_autogen_are_left_alone():
    assert importlib.import_module("autogen_core").__name__ == "autogen_core"


def test_installing_twice_adds_one_finder():
    before = len(sys.meta_path)
    _alias.install()
    _alias.install()
    assert len(sys.meta_path) == before + 1
    _alias.uninstall()
    assert len(sys.meta_path) == before


def test_another_autogen_imported_before_is_refused(monkeypatch: pytest.MonkeyPatch):
    other = ModuleType("autogen")
    other.__file__ = "/site-packages/autogen/__init__.py"
    monkeypatch.setitem(sys.modules, "autogen", other)
    with pytest.raises(ImportError, match="already imported from /site-packages/autogen"):
        _alias.install()


def test_importing_the_old_name_first_works_in_a_fresh_process():
    code = "import autogen.io.base as a; import autogen_compat.io.base as b; assert a is b; print('same')"
    done = subprocess.run([sys.executable, "-m", "autogen_compat", "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("same\n", "")
