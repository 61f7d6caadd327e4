import subprocess
from pathlib import Path

import pytest
from autogen_codemods.files.ignore import IgnoreRules, compile_pattern, compile_patterns
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("line", "path", "is_folder", "expected"),
    [
        ("build/", "build", True, True),
        ("build/", "build", False, False),
        ("*.log", "a/b/x.log", False, True),
        ("/x.py", "x.py", False, True),
        ("/x.py", "a/x.py", False, False),
        ("a/*.py", "a/x.py", False, True),
        ("a/*.py", "a/b/x.py", False, False),
        ("a/**/x.py", "a/x.py", False, True),
        ("a/**/x.py", "a/b/c/x.py", False, True),
        ("**/x", "a/b/x", False, True),
        ("a/**", "a/b", True, True),
        ("a/**", "a", True, False),
        ("[ab].py", "b.py", False, True),
        ("[!ab].py", "b.py", False, False),
        (r"\#x", "#x", False, True),
        (r"\!x", "!x", False, True),
        ("x?y", "x/y", False, False),
        ("trailing   ", "trailing", False, True),
    ],
)
def test_patterns_follow_git(line: str, path: str, is_folder: bool, expected: bool):
    pattern = compile_pattern(line)
    assert pattern is not None
    assert pattern.matches(path, is_folder) is expected


@pytest.mark.parametrize("line", ["", "# comment", "   ", "/", "!"])
def test_lines_without_a_pattern_are_left_out(line: str):
    assert compile_pattern(line) is None


def test_a_later_pattern_takes_an_earlier_one_back():
    rules = IgnoreRules(((Path("/r"), compile_patterns(["*.py", "!keep.py"])),))
    assert rules.ignores(Path("/r/x.py"), False)
    assert not rules.ignores(Path("/r/keep.py"), False)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


PIECES = st.sampled_from(["a", "b", "ab", "*", "?", "a*", "**", "[ab]", "[!a]", "*.b", "\\*"])
PATTERNS = st.tuples(
    st.sampled_from(["", "!", "/"]), st.lists(PIECES, min_size=1, max_size=3), st.sampled_from(["", "/"])
).map(lambda t: t[0] + "/".join(t[1]) + t[2])
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "a.b", "x", "*"]), min_size=1, max_size=3).map("/".join)


@given(lines=st.lists(PATTERNS, min_size=1, max_size=3), path=PATHS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_are_ignored_exactly_where_git_ignores_them(repository: Path, lines: list[str], path: str):
    (repository / ".gitignore").write_text("\n".join(lines) + "\n")
    asked = subprocess.run(
        ["git", "-C", str(repository), "check-ignore", "-q", "--no-index", path], check=False, capture_output=True
    )
    assert _ignored(lines, path) is (asked.returncode == 0)


def _ignored(lines: list[str], path: str) -> bool:
    """As the walk asks: folder by folder from the top, and a folder that is ignored hides what it holds."""
    rules = IgnoreRules(((Path("/r"), compile_patterns(lines)),))
    parts = path.split("/")
    folders = ["/".join(parts[: n + 1]) for n in range(len(parts) - 1)]
    return any(rules.ignores(Path("/r") / f, True) for f in folders) or rules.ignores(Path("/r") / path, False)
