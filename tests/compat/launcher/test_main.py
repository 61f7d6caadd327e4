import signal
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autogen_compat", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, **options)  # type: ignore[call-overload]


def test_a_script_sees_its_arguments_name_file_and_neighbours(tmp_path: Path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "helper.py").write_text("WORD = 'neighbour'\n")
    (tmp_path / "app" / "main.py").write_text(
        "import sys, autogen, helper\n"
        "print(sys.argv, __name__, __file__ == sys.path[0] + '/main.py', helper.WORD, autogen.__name__)\n"
    )
    done = run("app/main.py", "--flag", "x", cwd=tmp_path)
    assert (done.stdout, done.stderr) == (
        "['app/main.py', '--flag', 'x'] __main__ True neighbour autogen_compat\n",
        "",
    )


def test_a_module(tmp_path: Path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__main__.py").write_text("import sys, autogen; print(sys.argv[1:], __name__)")
    assert run("-m", "pack", "x", cwd=tmp_path).stdout == "['x'] __main__\n"


def test_code_on_the_command_line(tmp_path: Path):
    done = run("-c", "import sys, autogen; print(sys.argv, __name__)", "x", cwd=tmp_path)
    assert done.stdout == "['-c', 'x'] __main__\n"


@pytest.mark.parametrize("started", ["as a script", "on the command line"])
def test_the_programs_annotations_stay_what_they_are(started: str, tmp_path: Path):
    program = "class Query: pass\ndef search(query: Query): pass\nprint(search.__annotations__['query'] is Query)\n"
    (tmp_path / "main.py").write_text(program)
    arguments = ["main.py"] if started == "as a script" else ["-c", program]
    assert run(*arguments, cwd=tmp_path).stdout == "True\n"


def test_a_folder_with_a_main_module(tmp_path: Path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "other.py").write_text("WORD = 'other'")
    (tmp_path / "app" / "__main__.py").write_text("import other; print(other.WORD)")
    assert run("app", cwd=tmp_path).stdout == "other\n"


def test_the_programs_module_stays_main_to_the_end(tmp_path: Path):
    (tmp_path / "main.py").write_text(
        "import atexit, pickle, sys\n"
        "class Thing: pass\n"
        "atexit.register(lambda: print(type(pickle.loads(pickle.dumps(Thing()))) is Thing))\n"
    )
    assert run("main.py", cwd=tmp_path).stdout == "True\n"


def test_the_programs_exit_status_is_ours(tmp_path: Path):
    assert run("-c", "raise SystemExit(7)", cwd=tmp_path).returncode == 7


def test_a_traceback_begins_in_the_users_script(tmp_path: Path):
    (tmp_path / "main.py").write_text("def fail():\n    raise ValueError('mine')\nfail()\n")
    done = run("main.py", cwd=tmp_path)
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert lines[1] == '  File "main.py", line 3, in <module>'
    assert [line for line in lines if line.startswith("  File")] == [lines[1], '  File "main.py", line 2, in fail']
    assert lines[-1] == "ValueError: mine"


def test_a_script_that_does_not_parse_is_shown_as_python_shows_it(tmp_path: Path):
    (tmp_path / "main.py").write_text("x = = 1\n")
    lines = run("main.py", cwd=tmp_path).stderr.splitlines()
    assert lines[0] == '  File "main.py", line 1'
    assert lines[-1] == "SyntaxError: invalid syntax"


def test_a_traceback_in_a_module_begins_there(tmp_path: Path):
    (tmp_path / "mod.py").write_text("1 / 0\n")
    files = [line for line in run("-m", "mod", cwd=tmp_path).stderr.splitlines() if line.startswith("  File")]
    assert files == [f'  File "{tmp_path}/mod.py", line 1, in <module>']


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "usage: python -m autogen_compat"),
        (["absent.py"], "can't open file 'absent.py'"),
        (["-m"], "-m needs a value"),
        (["-c"], "-c needs a value"),
    ],
)
def test_a_command_line_without_a_program_is_refused(arguments: list[str], reason: str, tmp_path: Path):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_help_is_not_an_error(tmp_path: Path):
    done = run("--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage:")


def test_ctrl_c_ends_the_program_as_it_ends_python(tmp_path: Path):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(5)"
    done = run("-c", code, cwd=tmp_path)
    assert done.returncode in (-signal.SIGINT, 130)
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")
