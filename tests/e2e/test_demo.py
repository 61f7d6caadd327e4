import re
import resource
from pathlib import Path

from e2e.shell import run


def processor_seconds() -> float:
    """Processor time of all that was started so far: unlike the clock it does not depend on who else is at work."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_demo_does_all_steps_within_twenty_seconds_on_one_screen_and_leaves_what_it_is_asked_to(tmp_path: Path):
    begin = processor_seconds()
    done = run(tmp_path, "autogen-migrate", "demo", "--keep", "work")
    assert (done.returncode, done.stderr) == (0, "")
    assert processor_seconds() - begin < 20
    assert re.findall(r"^\d\. .*", done.stdout, re.MULTILINE) == [
        "1. Run it as it is, on the v0.4 engine",
        "2. List every use of v0.2",
        "3. Rewrite the imports and the dependencies; the program stays the same",
        "4. Rewrite it to plain v0.4; what it comes to stays the same",
        "5. Convert its stored chat to v0.4 messages, and back",
    ]
    assert len(re.findall("✓", done.stdout)) == 4
    assert len(done.stdout.splitlines()) <= 60
    assert [path.name for path in tmp_path.iterdir()] == ["work"]
    assert (tmp_path / "work" / "rewritten" / "desk.py").read_text().count("from autogen_compat import") == 1
    assert "from autogen_agentchat" in (tmp_path / "work" / "native" / "main.py").read_text()


def test_the_demo_does_not_work_in_a_folder_that_exists(tmp_path: Path):
    done = run(tmp_path, "autogen-migrate", "demo", "--keep", ".")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("exists already; name a folder that does not")
