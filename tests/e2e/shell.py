"""Commands as a user types them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUICKSTART = ROOT / "fixtures" / "legacy" / "quickstart"


def run(folder: Path, *command: str, base_url: str = "http://127.0.0.1:9/v1") -> subprocess.CompletedProcess[str]:
    """Run `python ...` or `autogen-migrate ...` in a folder, with the model at `base_url`."""
    head = [sys.executable] if command[0] == "python" else [sys.executable, "-m", "autogen_codemods"]
    environment = {**os.environ, "OPENAI_BASE_URL": base_url, "NO_PROXY": "127.0.0.1", "NO_COLOR": "1"}
    environment.pop("OAI_CONFIG_LIST", None)
    return subprocess.run(
        [*head, *command[1:]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
