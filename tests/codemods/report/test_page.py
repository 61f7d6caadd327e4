"""The page in a real browser, without a window."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from codemod_tools import run
from PIL import Image

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "project"
    folder.mkdir()
    (folder / "main.py").write_text("import autogen\n" + "x = 1\n" * 9 + "autogen.SwarmAgent()\n")
    (folder / "second.py").write_text("from autogen import Cache" + ", Cache" * 60 + "\n")
    run("check", "--output-format", "html", "--output-file", "report.html", cwd=folder)
    return folder / "report.html"


def browse(*arguments: str) -> str:
    assert BROWSER is not None
    command = [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def probed(page: Path, script: str, width: int = 1200) -> str:
    """What `script` puts into the title of the page, after the page's own script ran."""
    probe = page.with_name(f"probe-{abs(hash((script, width)))}.html")
    probe.write_text(page.read_text().replace("</body>", f"<script>{{{script}}}</script></body>"))
    dom = browse(f"--window-size={width},900", "--dump-dom", f"file://{probe}")
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert found
    return found[1]


def test_the_page_shows_every_finding_and_filters_by_class_code_and_words(page: Path):
    count = "document.querySelector('#shown').textContent"
    script = f"""
      const seen = [{count}];
      const click = (box) => {{ box.checked = !box.checked; box.dispatchEvent(new Event('input')); }};
      const direct = document.querySelector('input[value=direct]');
      click(direct); seen.push({count}); click(direct);
      const code = document.querySelector('#code');
      code.value = 'AM903'; code.dispatchEvent(new Event('input')); seen.push({count});
      code.value = ''; code.dispatchEvent(new Event('input'));
      const words = document.querySelector('#words');
      words.value = 'swarm'; words.dispatchEvent(new Event('input')); seen.push({count});
      document.title = seen.join(' ');
    """
    assert probed(page, script) == "3 1 1 1"


@pytest.mark.parametrize("width", [500, 1200])
def test_nothing_is_wider_than_the_screen(page: Path, width: int):
    script = "document.title = document.documentElement.scrollWidth <= window.innerWidth"
    assert probed(page, script, width) == "true"


def test_the_diff_stands_side_by_side(page: Path):
    script = """
      const old = document.querySelector('td.del').getBoundingClientRect();
      const now = document.querySelector('td.add').getBoundingClientRect();
      document.title = old.top === now.top && old.right <= now.left;
    """
    assert probed(page, script) == "true"


@pytest.mark.parametrize(("scheme", "is_dark"), [("1", False), ("0", True)])
def test_it_follows_the_colour_scheme(page: Path, tmp_path: Path, scheme: str, is_dark: bool):
    shot = tmp_path / "shot.png"
    browse(
        "--window-size=500,900",
        f"--blink-settings=preferredColorScheme={scheme}",
        f"--screenshot={shot}",
        f"file://{page}",
    )
    colour = Image.open(shot).convert("L").getpixel((2, 2))
    assert isinstance(colour, int) and (colour < 80) is is_dark
