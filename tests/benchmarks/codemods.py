"""Files per second of `check` and `rewrite` against libcst's codemod runner: python -m tests.benchmarks.codemods [TREE]

The reference renames `autogen` with libcst's RenameCommand on a copy of the same tree, in one process as well.
Without TREE the bundled quickstart is repeated until there are some hundred files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .measure import THIS_PYTHON, Figure, best, show

QUICKSTART = Path(__file__).resolve().parents[2] / "fixtures" / "legacy" / "quickstart"
COPIES = 50
_RENAME = ("codemod", "rename.RenameCommand", "--old_name", "autogen", "--new_name", "autogen_compat")


def legacy_tree(folder: Path, source: Path | None) -> Path:
    """A tree of legacy files below `folder`."""
    tree = folder / "tree"
    if source is not None:
        shutil.copytree(source, tree)
    else:
        for number in range(COPIES):
            shutil.copytree(QUICKSTART, tree / f"project_{number:02}")
    return tree


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


def main(arguments: list[str]) -> None:
    """Measure and print, in files per second."""
    with tempfile.TemporaryDirectory() as name:
        tree = legacy_tree(Path(name), Path(arguments[0]) if arguments else None)
        files = sum(1 for _ in tree.rglob("*.py"))
        output = Path(name) / "output"

        def ours(*command: str) -> float:
            shutil.rmtree(output, ignore_errors=True)
            return files / best(lambda: run("-m", "autogen_codemods", *command, cwd=tree), rounds=1)

        reference = files / best(lambda: libcst_rename(tree), rounds=1)
        figures = [
            Figure("autogen-migrate check", ours("check", ".")),
            Figure(
                "autogen-migrate rewrite --to compat", ours("rewrite", "--to", "compat", "--output", str(output), ".")
            ),
            Figure(
                "autogen-migrate rewrite --to native", ours("rewrite", "--to", "native", "--output", str(output), ".")
            ),
        ]
        show(f"Codemods on {files} files", "files/s", Figure("libcst.tool codemod rename", reference), figures)


if __name__ == "__main__":
    main(sys.argv[1:])
