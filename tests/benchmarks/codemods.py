"""Files per second of `check` and `rewrite` against libcst's codemod runner: python -m tests.benchmarks.codemods [TREE]

The reference renames `autogen` with libcst's RenameCommand on a copy of the same tree; all run in one process. Without
TREE it is measured on two: one of legacy projects only, and one where they stand among files of the standard library
that have nothing to do with AutoGen, as in most code bases.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from .measure import THIS_PYTHON, Figure, best, show

QUICKSTART = Path(__file__).resolve().parents[2] / "fixtures" / "legacy" / "quickstart"
LEGACY = {"legacy projects only": (20, 0), "legacy projects among other files": (10, 100)}
_RENAME = ("codemod", "rename.RenameCommand", "--old_name", "autogen", "--new_name", "autogen_compat")


def build_tree(tree: Path, projects: int, others: int) -> None:
    """Copies of the quickstart, and some files of the standard library beside them."""
    for number in range(projects):
        shutil.copytree(QUICKSTART, tree / f"project_{number:02}")
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted(library.glob("*.py"))[:others]:
        shutil.copy(path, tree)


def run(*command: str, cwd: Path) -> None:
    """Run a command whose exit status tells about the tree, not about a failure, unless it is 2."""
    done = subprocess.run([THIS_PYTHON, *command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode > 1:
        sys.exit(done.stderr.decode())


def libcst_rename(tree: Path) -> None:
    """Rename `autogen` in a copy of the tree with libcst's runner."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(tree, copy)
        run("-m", "libcst.tool", *_RENAME, "--jobs", "1", "--no-format", ".", cwd=copy)


def measure(title: str, tree: Path, output: Path) -> None:
    """Measure and print, in files per second."""
    files = sum(1 for _ in tree.rglob("*.py"))

    def once(command: tuple[str, ...]) -> None:
        shutil.rmtree(output, ignore_errors=True)
        run("-m", "autogen_codemods", *command, "--jobs", "1", ".", cwd=tree)

    def ours(*command: str) -> float:
        return files / best(lambda: once(command), rounds=2)

    reference = files / best(lambda: libcst_rename(tree), rounds=1)
    figures = [
        Figure("autogen-migrate check", ours("check")),
        Figure("autogen-migrate rewrite --to compat", ours("rewrite", "--to", "compat", "--output", str(output))),
        Figure("autogen-migrate rewrite --to native", ours("rewrite", "--to", "native", "--output", str(output))),
    ]
    show(f"Codemods on {files} files: {title}", "files/s", Figure("libcst.tool codemod rename", reference), figures)


def main(arguments: list[str]) -> None:
    """Measure on the tree of the command line, or on two of our own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trees = {argument: Path(argument).resolve() for argument in arguments}
        for title, (projects, others) in ({} if trees else LEGACY).items():
            trees[title] = folder / title
            build_tree(trees[title], projects, others)
        for title, tree in trees.items():
            measure(title, tree, folder / "output")


if __name__ == "__main__":
    main(sys.argv[1:])
