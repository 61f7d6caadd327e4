"""Try the compat tier on real projects: ``python tests/codemods/corpus.py FOLDER...`` prints a table.

For each folder: legacy files, files rewritten, files with errors, findings left, and what must be zero:
crashes, results that do not parse, changes of a second run, v0.2 names that are neither in
autogen_compat nor in a finding, and (with --imports) rewritten modules that do not import with
third-party packages stubbed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst
from autogen_codemods import fates
from autogen_codemods.compat.module import LegacyModule
from autogen_codemods.deep import in_deep_thread
from autogen_codemods.files.cells import CelledSource
from autogen_codemods.files.discover import FileKind, Selection, kind_of
from autogen_codemods.files.read import read_source
from autogen_codemods.files.source import UnreadableFile
from autogen_codemods.plan import FilePlan
from autogen_codemods.project import ProjectPlan, plan_project
from autogen_codemods.rules.base import Tier
from autogen_codemods.settings import Settings
from autogen_codemods.verify import verified

SANDBOX = Path(__file__).with_name("corpus_sandbox.py")


@dataclass
class Row:
    """The figures of one project."""

    name: str
    legacy: int = 0
    rewritten: int = 0
    errors: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    unparsable: list[str] = field(default_factory=list)
    unstable: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    imported: int = 0
    failed_imports: list[str] = field(default_factory=list)


def examine(folder: Path, tier: Tier, imports: bool) -> Row:
    """All figures of one project."""
    row = Row(folder.name)
    plan = verified(plan_project([folder], Settings(tier=tier)))
    row.legacy = sum(file.facts.legacy for file in plan.files)
    row.rewritten = len(plan.changed)
    row.errors = [str(problem) for problem in plan.problems]
    row.left = Counter(f.code for file in plan.files for f in file.findings if not f.fixable)
    in_deep_thread(lambda: [_judge(row, file) for file in plan.changed])
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "copy"
        shutil.copytree(folder, copy, symlinks=True)
        _write(plan, folder, copy)
        again = plan_project([copy], Settings(tier=tier))
        row.unstable = [file.path.name for file in again.changed]
        if imports:
            _import_all(row, [copy / f.path.relative_to(folder) for f in plan.changed if f.path.suffix == ".py"], copy)
    return row


def _write(plan: ProjectPlan, folder: Path, copy: Path) -> None:
    for file in plan.changed:
        assert file.new is not None
        (copy / file.path.relative_to(folder)).write_bytes(file.new)


def _judge(row: Row, file: FilePlan) -> None:
    kind = kind_of(file.path, Selection())
    if kind not in (FileKind.PYTHON, FileKind.NOTEBOOK) or file.new is None:
        return
    try:
        source = read_source(file.path, kind, file.new)
        assert source is not None
        if isinstance(source, CelledSource):
            broken = [n for n, text in source.cells().items() if not _parses(text)]
            source = source.without(broken)
        module = LegacyModule.parse(source)
    except (UnreadableFile, cst.ParserSyntaxError) as error:
        row.unparsable.append(f"{file.path}: {error}")
        return
    told = " ".join(f.message for f in file.findings)
    names = {i.target for i in module.imports.imports if i.local != "*"} | {u.qualified for u in module.imports.uses}
    for name in names:
        unknown = fates.is_known(name) is False or getattr(fates.fate_of(name), "on_compat", "") == "missing"
        if unknown and name.rpartition(".")[2] not in told and name not in told:
            row.unresolved.append(f"{file.path.name}: {name}")


def _parses(text: str) -> bool:
    try:
        cst.parse_module(text)
    except cst.ParserSyntaxError:
        return False
    return True


def _import_all(row: Row, files: list[Path], root: Path) -> None:
    for file in files:
        done = subprocess.run(
            [sys.executable, str(SANDBOX), str(file), str(root)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        row.imported += 1
        answer = (done.stdout.splitlines() or ["crashed"])[-1]
        if answer != "imported":
            row.failed_imports.append(f"{file.name}: {answer}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--to", choices=["compat", "native"], default="compat")
    parser.add_argument("--imports", action="store_true")
    arguments = parser.parse_args()
    print("project | legacy | rewritten | errors | left | not parsing | 2nd run | unresolved | imports failed")
    for folder in arguments.folders:
        row = examine(folder, Tier(arguments.to), arguments.imports)
        left = ", ".join(f"{code} {count}" for code, count in sorted(row.left.items()))
        bad = [*row.errors, *row.unparsable, *row.unstable, *row.unresolved, *row.failed_imports]
        print(
            f"{row.name} | {row.legacy} | {row.rewritten} | {len(row.errors)} | {left} | {len(row.unparsable)} | "
            f"{len(row.unstable)} | {len(row.unresolved)} | {len(row.failed_imports)} of {row.imported}",
            flush=True,
        )
        print("".join(f"    {json.dumps(line)}\n" for line in bad), end="", flush=True)


if __name__ == "__main__":
    main()
