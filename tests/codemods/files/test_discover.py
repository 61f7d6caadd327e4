import os
from pathlib import Path

from autogen_codemods.files.discover import FileKind, Selection, discover


def names(folder: Path, selection: Selection = Selection()) -> list[str]:
    return [f.path.relative_to(folder).as_posix() for f in discover([folder], selection)]


def make(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("import autogen\n")


def test_python_notebooks_dependencies_and_configuration_lists_are_found(tmp_path: Path):
    make(tmp_path, "a.py", "b.pyi", "c.ipynb", "requirements-dev.txt", "OAI_CONFIG_LIST", "d.txt", "Dockerfile")
    assert [(f.path.name, f.kind) for f in discover([tmp_path], Selection())] == [
        ("Dockerfile", FileKind.DEPENDENCIES),
        ("OAI_CONFIG_LIST", FileKind.CONFIG_LIST),
        ("a.py", FileKind.PYTHON),
        ("b.pyi", FileKind.PYTHON),
        ("c.ipynb", FileKind.NOTEBOOK),
        ("requirements-dev.txt", FileKind.DEPENDENCIES),
    ]


def test_ignored_files_virtual_environments_and_caches_are_skipped(tmp_path: Path):
    make(tmp_path, "keep.py", "out/x.py", ".venv/x.py", "env/pyvenv.cfg", "env/x.py", "node_modules/x.py")
    (tmp_path / ".gitignore").write_text("out/\n")
    assert names(tmp_path) == ["keep.py"]


def test_ignore_files_above_the_folder_count_within_a_repository(tmp_path: Path):
    make(tmp_path, "sub/gen/x.py", "sub/keep.py")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("gen\n")
    assert names(tmp_path / "sub") == ["keep.py"]


def test_a_file_that_is_named_is_looked_at_even_when_it_is_ignored(tmp_path: Path):
    make(tmp_path, "out/x.py")
    (tmp_path / ".gitignore").write_text("out/\n")
    assert [f.path for f in discover([tmp_path / "out" / "x.py"], Selection())] == [tmp_path / "out" / "x.py"]


def test_excludes_are_written_as_in_gitignore(tmp_path: Path):
    make(tmp_path, "a/x.py", "b/x.py")
    assert names(tmp_path, Selection(exclude=("/a",))) == ["b/x.py"]


def test_a_link_to_a_file_of_the_tree_does_not_count_twice(tmp_path: Path):
    make(tmp_path, "x.py")
    os.symlink("x.py", tmp_path / "link.py")
    assert names(tmp_path) == ["x.py"]


def test_links_out_of_the_tree_and_links_to_folders_are_not_followed(tmp_path: Path):
    make(tmp_path, "outside/x.py", "tree/y.py")
    os.symlink("../outside/x.py", tmp_path / "tree" / "x.py")
    os.symlink("../outside", tmp_path / "tree" / "folder")
    os.symlink(".", tmp_path / "tree" / "loop")
    assert names(tmp_path / "tree") == ["y.py"]


def test_paths_that_overlap_give_each_file_once(tmp_path: Path):
    make(tmp_path, "a/x.py")
    assert len(list(discover([tmp_path, tmp_path / "a", tmp_path / "a" / "x.py"], Selection()))) == 1


def test_markdown_is_looked_at_on_request_only(tmp_path: Path):
    make(tmp_path, "README.md")
    assert names(tmp_path) == []
    assert names(tmp_path, Selection(markdown=True)) == ["README.md"]
