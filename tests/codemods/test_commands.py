"""The command line as processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from codemod_tools import run, run_process, tree


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "main.py").write_text('import autogen\n\nagent = autogen.AssistantAgent("a")\n')
    (folder / "other.py").write_text("import os\n")
    (folder / "requirements.txt").write_text("pyautogen~=0.2.0\n")
    return folder


def test_check_names_file_line_code_and_what_happens(project: Path):
    done = run("check", cwd=project)
    assert done.status == 1
    assert done.out.splitlines() == [
        "main.py",
        "  1:8    AM101 [direct] `import autogen` becomes `import autogen_compat as autogen`",
        "         | import autogen",
        "",
        "requirements.txt",
        "  1:1    AM110 [direct] `pyautogen~=0.2.0` becomes `autogen-migrate[diskcache]>=0.1`",
        "         | pyautogen~=0.2.0",
        "",
        "2 findings in 2 files: 2 can be rewritten.",
    ]


def test_an_import_is_named_with_its_alias(project: Path):
    (project / "main.py").write_text("import autogen.coding as c\n")
    assert "`import autogen.coding as c` becomes `import autogen_compat.coding as c`" in run("check", cwd=project).out


def test_nothing_to_do_is_status_0(project: Path):
    assert run("check", "other.py", cwd=project).status == 0


def test_a_file_that_does_not_parse_is_status_2_and_the_others_are_checked(project: Path):
    (project / "bad.py").write_text("import autogen\ndef f(:\n")
    done = run("check", cwd=project)
    assert done.status == 2
    assert "bad.py\n  error line 2: does not parse" in done.out
    assert "main.py\n  1:8" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "absent"),
        ("check", "--to", "v5"),
        ("rewrite", "--diff", "--write"),
        ("rewrite", "-", "--write"),
        ("check", "-", "main.py"),
        ("explain", "AM000"),
        ("explain", "nothing_of_v02"),
        ("explain", "AgentCapability.add_to_agent.nothing"),
        ("check", "--select", "AM10,NOPE"),
        ("check", "--ignore", "AM77"),
        ("nonsense",),
    ],
)
def test_a_wrong_call_is_status_2_with_one_line_of_reason(project: Path, arguments: tuple[str, ...]):
    done = run(*arguments, cwd=project)
    assert done.status == 2
    assert done.err.splitlines()[-1].startswith("Error: ")


def test_a_dry_run_changes_nothing(project: Path):
    before = tree(project)
    done = run("rewrite", cwd=project)
    assert (done.status, tree(project)) == (1, before)
    assert "This was a dry run" in done.out


def test_a_diff_applies_with_git(project: Path):
    done = run("rewrite", "--diff", cwd=project)
    assert done.status == 1
    subprocess.run(["git", "apply", "-"], cwd=project, input=done.out, text=True, check=True)
    assert run("check", cwd=project).status == 0


def test_write_then_nothing_is_left_and_undo_takes_it_back(project: Path):
    before = tree(project)
    assert run("rewrite", "--write", cwd=project).status == 0
    after = tree(project)
    assert after["main.py"].startswith(b"import autogen_compat as autogen\n")
    assert run("rewrite", "--write", cwd=project).out.endswith("Nothing to rewrite.\n")
    assert tree(project) == after
    assert run("undo", cwd=project).status == 0
    assert tree(project) == before


def test_undo_without_a_write_says_so(project: Path):
    done = run("undo", cwd=project)
    assert (done.status, done.err) == (1, "Error: no write below . is on record\n")


def test_output_writes_a_copy_with_every_file_and_leaves_the_original(project: Path):
    (project / "data.csv").write_text("1,2\n")
    before = tree(project)
    assert run("rewrite", "--output", "../copy", cwd=project).status == 0
    assert tree(project) == before
    copy = tree(project.parent / "copy")
    assert set(copy) == set(before)
    assert copy["requirements.txt"] == b"autogen-migrate[diskcache]>=0.1\n"


def test_output_into_a_folder_that_holds_something_is_refused(project: Path):
    done = run("rewrite", "--output", ".", cwd=project)
    assert (done.status, "is not an empty folder" in done.err) == (2, True)


def test_nothing_outside_the_given_paths_is_touched(project: Path):
    (project / "sub").mkdir()
    (project / "sub" / "x.py").write_text("import autogen\n")
    before = tree(project)
    run("rewrite", "--write", "sub", cwd=project)
    changed = {name for name, data in tree(project).items() if before[name] != data}
    assert changed == {"sub/x.py"}


def test_standard_input_is_printed_rewritten(project: Path):
    done = run("rewrite", "-", cwd=project, stdin="import autogen  # x\n")
    assert (done.status, done.out) == (0, "import autogen_compat as autogen  # x\n")


def test_standard_input_that_does_not_parse_comes_back_as_it_was(project: Path):
    done = run("rewrite", "-", cwd=project, stdin="import autogen\ndef f(:\n")
    assert (done.status, done.out) == (2, "import autogen\ndef f(:\n")


def test_select_and_ignore_limit_the_rewrite(project: Path):
    run("rewrite", "--write", "--select", "AM110", cwd=project)
    assert tree(project)["main.py"].startswith(b"import autogen\n")
    assert tree(project)["requirements.txt"].startswith(b"autogen-migrate")


def test_settings_come_from_pyproject(project: Path):
    (project / "pyproject.toml").write_text('[tool.autogen-migrate]\nignore = ["AM110"]\nexclude = ["main.py"]\n')
    assert run("check", cwd=project).status == 0


def test_the_command_line_wins_over_pyproject(project: Path):
    (project / "pyproject.toml").write_text('[tool.autogen-migrate]\nignore = ["AM1"]\n')
    assert run("check", "--ignore", "AM110", cwd=project).status == 1


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("nope = 1", "has no key 'nope'"),
        ('to = "v5"', "to has to be 'compat' or 'native'"),
        ('ignore = "AM1"', "ignore has to be a list of strings"),
        ("jobs = -1", "jobs has to be a number of processes"),
        ("markdown = 3", "markdown has to be true or false"),
        ("jobs = [", "pyproject.toml"),
    ],
)
def test_a_wrong_setting_is_named(project: Path, table: str, reason: str):
    (project / "pyproject.toml").write_text(f"[tool.autogen-migrate]\n{table}\n")
    done = run("check", cwd=project)
    assert done.status == 2
    assert reason in done.err.splitlines()[-1]


def test_quiet_prints_the_numbers_only(project: Path):
    assert run("check", "-q", cwd=project).out == "2 findings in 2 files: 2 can be rewritten.\n"


def test_verbose_lists_what_is_used(project: Path):
    assert "autogen.agentchat.assistant_agent.AssistantAgent  ->" in run("check", "-v", cwd=project).out


def test_colours_are_off_where_there_is_no_terminal_and_on_by_request(project: Path):
    assert "\x1b" not in run("check", cwd=project).out
    assert "\x1b" in run("check", "--color", cwd=project).out
    assert "\x1b" in run("check", cwd=project, FORCE_COLOR="1").out


def test_json_and_a_file_for_it(project: Path):
    done = run("check", "--output-format", "json", "--output-file", "r.json", cwd=project)
    assert (done.status, done.out) == (1, "")
    report = json.loads((project / "r.json").read_text())
    assert report["summary"]["by_code"] == {"AM101": 1, "AM110": 1}


def test_many_files_go_through_processes_with_the_same_result(project: Path):
    body = f"# {'x' * 20_000}\n"
    for number in range(30):
        (project / f"m{number}.py").write_text(f"import autogen\n{body}")
    one = run_process("check", "-j", "1", cwd=project).out
    assert run_process("check", "-j", "4", cwd=project).out == one
    assert one.endswith("32 findings in 32 files: 32 can be rewritten.\n")


def test_a_parser_that_crashes_costs_one_file(project: Path, tmp_path: Path):
    """A source hook kills the process on one file; the others are still done."""
    for number in range(8):
        (project / f"m{number}.py").write_text(f"import autogen\n# {'x' * 60_000}\n")
    (project / "deadly.py").write_text("import autogen\nboom = 1\n")
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import os\nimport libcst\nparse = libcst.parse_module\n"
        "def deadly(text, *rest):\n    os._exit(11) if 'boom' in text else None\n    return parse(text, *rest)\n"
        "libcst.parse_module = deadly\n"
    )
    done = run_process("check", "-j", "2", cwd=project, PYTHONPATH=str(hook))
    assert done.status == 2
    assert "deadly.py\n  error the parser crashed on this file" in done.out
    assert "10 findings in 10 files" in done.out


def test_secrets_are_in_no_output(project: Path):
    secret = "sk-0123456789abcdefghij"
    (project / "keys.py").write_text(f'import autogen\nllm_config = {{"api_key": "{secret}", "request_timeout": 3}}\n')
    for arguments in (
        ("check",),
        ("rewrite", "--diff"),
        *(("check", "--output-format", f) for f in ("json", "sarif", "github", "html")),
        ("rewrite", "--write"),
    ):
        done = run(*arguments, cwd=project)
        assert secret not in done.out + done.err
    assert secret in (project / "keys.py").read_text()


def test_explain_shows_class_reason_and_example(project: Path):
    out = run("explain", "am101", cwd=project).out
    assert "direct:" in out and "Before" in out and "import autogen_compat as autogen" in out


@pytest.mark.parametrize("name", ["GroupChat", "GroupChat.max_round", "register_reply"])
def test_explain_takes_the_end_of_a_name_where_only_one_ends_so(project: Path, name: str):
    first = run("explain", name, cwd=project).out.splitlines()[0]
    assert first.partition("  ")[0].endswith(f".{name}")


def test_explain_lists_the_names_that_end_alike(project: Path):
    done = run("explain", "add_to_agent", cwd=project)
    assert done.status == 2
    assert "may be autogen." in done.err


def test_a_code_in_the_settings_that_no_rule_has_is_an_error(project: Path):
    (project / "pyproject.toml").write_text('[tool.autogen-migrate]\nignore = ["AM1", "AM77"]\n')
    done = run("check", cwd=project)
    assert done.status == 2
    assert "pyproject.toml: ignore: no rule has the code AM77" in done.err


def test_explain_tells_the_fate_of_a_name_and_its_parameters(project: Path):
    out = run("explain", "autogen.GroupChatManager", cwd=project).out
    assert "SelectorGroupChat" in out and "groupchat:" in out


def test_every_rule_is_listed(project: Path):
    lines = run("explain", "--all", cwd=project).out.splitlines()
    assert len(lines) > 20 and lines == sorted(lines)


def test_the_rewritten_program_imports(project: Path):
    run("rewrite", "--write", cwd=project)
    subprocess.run([sys.executable, "-c", "import main; print(main.agent.name)"], cwd=project, check=True)


def test_what_the_installed_packages_lack_is_told(project: Path):
    (project / "main.py").write_text("import autogen\nfrom autogen import Nothing\n")
    done = run("rewrite", "--write", cwd=project)
    assert done.status == 1
    assert "autogen.Nothing does not exist in v0.2.40" in done.out
