"""The vocabulary of the tests of rules and commands."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autogen_codemods.cli import main
from autogen_codemods.deep import in_deep_thread
from autogen_codemods.files.source import PlainSource, UnreadableFile
from autogen_codemods.plan import FilePlan, plan_source
from autogen_codemods.suppress import CodeFilter
from click.testing import CliRunner


def plan_of(before: str, path: str = "program.py", codes: CodeFilter = CodeFilter()) -> FilePlan:
    """The compat tier's plan for a module of this text."""
    source = PlainSource(Path(path), before)
    return in_deep_thread(lambda: plan_source(source, before.encode(), codes))


def check_transformed(before: str, after: str, path: str = "program.py") -> None:
    """The rewrite gives `after`, and a second rewrite changes nothing."""
    plan = plan_of(before, path)
    assert (plan.new or plan.old or before.encode()).decode() == after
    assert plan_of(after, path).new is None


def check_noop(before: str, path: str = "program.py") -> None:
    """The rewrite leaves the text alone and says nothing about it."""
    plan = plan_of(before, path)
    assert plan.new is None
    assert plan.findings == ()


def found(before: str, path: str = "program.py") -> list[str]:
    """``line code message`` of each finding."""
    return [f"{f.line} {f.code} {f.message}" for f in plan_of(before, path).findings]


def codes(before: str, path: str = "program.py") -> list[str]:
    """The codes of the findings, in order."""
    return [f.code for f in plan_of(before, path).findings]


def problem(before: str) -> str:
    """Why the text cannot be processed."""
    try:
        plan_of(before)
    except UnreadableFile as error:
        return error.message
    raise AssertionError("the text was processed")


@dataclass(frozen=True)
class Done:
    """A finished run of the command line."""

    status: int
    out: str
    err: str


def run(*arguments: str, cwd: Path, stdin: str | None = None, **variables: str) -> Done:
    """Run ``autogen-migrate`` in this process from the folder `cwd`, with an undo folder beside it."""
    before = Path.cwd()
    os.chdir(cwd)
    try:
        done = CliRunner().invoke(
            main,
            list(arguments),
            input=stdin,
            env={"AUTOGEN_MIGRATE_STATE": _undo_folder(cwd), **variables},
            prog_name="autogen-migrate",
        )
    finally:
        os.chdir(before)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def run_process(*arguments: str, cwd: Path, **variables: str) -> Done:
    """Run ``autogen-migrate`` as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from autogen_codemods.cli import main; main(prog_name='autogen-migrate')", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, "AUTOGEN_MIGRATE_STATE": _undo_folder(cwd), **variables},
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def _undo_folder(cwd: Path) -> str:
    return str(cwd.parent / f"{cwd.name}-undo")


def tree(folder: Path) -> dict[str, bytes]:
    """Every regular file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
