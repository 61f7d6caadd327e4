from pathlib import Path

import pytest
from codemod_tools import run, tree


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("import autogen\n")
    return folder


@pytest.mark.parametrize("module", ["autogen.py", "autogen/__init__.py"])
def test_imports_beside_a_local_autogen_are_left_alone(tmp_path: Path, module: str):
    project = make(tmp_path / "project", module, "main.py", "sub/more.py")
    before = tree(project)
    done = run("rewrite", "--write", cwd=project)
    assert (done.status, tree(project)) == (1, before)
    assert [line.split()[1] for line in done.out.splitlines() if "AM" in line] == ["AM904"]


def test_a_submodule_of_that_name_hides_nothing(tmp_path: Path):
    project = make(tmp_path / "project", "plugins/__init__.py", "plugins/autogen/__init__.py", "main.py")
    run("rewrite", "--write", cwd=project)
    assert set(tree(project).values()) == {b"import autogen_compat as autogen\n"}


def test_code_beside_the_folder_of_the_local_module_is_done(tmp_path: Path):
    project = make(tmp_path / "project", "vendored/autogen.py", "main.py")
    run("rewrite", "--write", cwd=project)
    assert tree(project)["main.py"] == b"import autogen_compat as autogen\n"
    assert tree(project)["vendored/autogen.py"] == b"import autogen\n"
