"""Running a command to its end or its time limit."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def run(
    command: Sequence[str], *, cwd: str | Path, timeout: float, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `command` in `cwd` and capture its output as UTF-8, undecodable bytes replaced.

    Raises:
        subprocess.TimeoutExpired: it took more than `timeout` seconds; it was killed with all that it had started.
        FileNotFoundError: there is no such program.
    """
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except BaseException:
            _kill_tree(process)
            raise
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


def _kill_tree(process: subprocess.Popen[str]) -> None:
    """A surviving grandchild would hold the output pipes, and whoever reads them, open."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except AttributeError:  # Windows has no process groups of this kind
        process.kill()
    except ProcessLookupError:
        pass
