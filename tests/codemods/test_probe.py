"""A tree of nasty files: what can be done is done, the rest is named with its reason, nothing is lost."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from codemod_tools import Done, run, tree

BODY = """from typing import List, Optional
import autogen


class Old(object):
    pass


s = set([1, 2])   # odd   spacing is kept
y: List[int] = [ 1,2 ]
a = autogen.AssistantAgent( "x" )
if s == None:
    pass
"""


def _notebook() -> str:
    cells = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        for source in (BODY.splitlines(True), ["%pip install x\n", "s = 1"])
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


NASTY = {
    "good.py": BODY.encode(),
    "empty.py": b"",
    "bad_syntax.py": b"def f(:\n  pass\n" + BODY.encode(),
    "py2.py": b'print "x"\n' + BODY.encode(),
    "latin1.py": ('# -*- coding: latin-1 -*-\nname = "caf\u00e9"\n' + BODY).encode("latin-1"),
    "wrong_coding.py": b"# coding: utf-8\nname = '\xe9'\n" + BODY.encode(),
    "unknown_coding.py": b"# coding: klingon\n" + BODY.encode(),
    "crlf.py": BODY.replace("\n", "\r\n").encode(),
    "mixed.py": BODY.replace("\n", "\r\n", 3).encode(),
    "bom.py": b"\xef\xbb\xbf" + BODY.encode(),
    "formfeed.py": ("x = 1\n\x0c\n" + BODY).encode(),
    "noeol.py": BODY.rstrip("\n").encode(),
    "tabs.py": (BODY + "\nif s:\n\tt = set([3])\n").encode(),
    "fstr.py": ('x = 1\nprint(f"{x=} {set([1])!r:>{10}}")\n' + BODY).encode(),
    "py312.py": ("type X[T] = list[T]\ndef f[T](a: T) -> T:\n    match a:\n        case 1: return a\n" + BODY).encode(),
    "deep.py": (BODY + "q = " + "+".join(["1"] * 1500) + "\n").encode(),
    "nested.py": (BODY + "q = " + "[" * 180 + "]" * 180 + "\n").encode(),
    "nul.py": b"import autogen\nx = 1\x00\n",
    "stub.pyi": b"import autogen\ny: autogen.Agent\n",
    "nb.ipynb": _notebook().encode(),
    "broken.ipynb": b'{"cells": [import autogen',
    "doc.md": ("# doc\n```python\n" + BODY + "```\n").encode(),
    "requirements.txt": b"pyautogen~=0.2.3\n",
    "zz_last.py": BODY.encode(),
    "ignored/in_ignored.py": BODY.encode(),
    ".venv/lib/v.py": BODY.encode(),
    ".gitignore": b"ignored/\n",
}

REASONS = {
    "bad_syntax.py": "does not parse",
    "py2.py": "looks like Python 2",
    "wrong_coding.py": "not valid utf-8",
    "unknown_coding.py": "unknown encoding",
    "nul.py": "contains NUL bytes",
    "broken.ipynb": "not a notebook",
}

UNTOUCHED = {"empty.py", "doc.md", ".gitignore", "ignored/in_ignored.py", ".venv/lib/v.py", *REASONS}


@dataclass(frozen=True)
class Story:
    """The tree after each step, and what was said."""

    check: Done
    first: Done
    after_first: dict[str, bytes]
    link_stays: bool
    second: Done
    after_second: dict[str, bytes]
    after_undo: dict[str, bytes]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("probe") / "nasty"
    for name, data in NASTY.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    os.symlink("good.py", folder / "link.py")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    check = run("check", cwd=folder)
    first = run("rewrite", "--write", cwd=folder)
    after_first, link_stays = _files(folder), (folder / "link.py").is_symlink()
    second = run("rewrite", "--write", cwd=folder)
    after_second = _files(folder)
    run("undo", cwd=folder)
    return Story(check, first, after_first, link_stays, second, after_second, _files(folder))


def _files(folder: Path) -> dict[str, bytes]:
    return {n: data for n, data in tree(folder).items() if not n.startswith(".git/") and n != "link.py"}


@pytest.mark.parametrize("name", sorted(NASTY.keys() - UNTOUCHED - {"requirements.txt"}))
def test_a_file_that_can_be_done_is_done_and_differs_in_nothing_else(story: Story, name: str):
    expected = NASTY[name].replace(b"import autogen", b"import autogen_compat as autogen")
    assert story.after_first[name] == expected


@pytest.mark.parametrize("name", sorted(UNTOUCHED))
def test_a_file_that_cannot_or_must_not_be_done_keeps_its_bytes(story: Story, name: str):
    assert story.after_first[name] == NASTY[name]


def test_the_requirement_and_the_link_are_right(story: Story):
    assert story.after_first["requirements.txt"] == b"autogen-migrate[diskcache]>=0.1\n"
    assert story.link_stays
    assert story.after_first.keys() == NASTY.keys()


@pytest.mark.parametrize("name", REASONS)
def test_what_cannot_be_done_is_named_with_its_reason_and_the_status_is_2(story: Story, name: str):
    block = story.check.out[story.check.out.index(f"{name}\n") :].split("\n")[1]
    assert "error" in block and REASONS[name] in block
    assert (story.check.status, story.first.status, story.second.status) == (2, 2, 2)


def test_a_second_run_is_the_same_and_changes_nothing(story: Story):
    assert "Nothing to rewrite." in story.second.out
    assert story.after_second == story.after_first


def test_undo_gives_every_byte_back(story: Story):
    assert story.after_undo == NASTY
