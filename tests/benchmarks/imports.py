"""Import time of compat against what it stands on, and against v0.2.40: python -m tests.benchmarks.imports"""

from __future__ import annotations

from .measure import THIS_PYTHON, Figure, import_seconds, show, v02_python

ENGINE = "autogen_agentchat, autogen_ext.models.openai"


def main() -> None:
    """Measure and print, in milliseconds."""
    engine = import_seconds(THIS_PYTHON, ENGINE)
    figures = [Figure("import autogen_compat", 1e3 * import_seconds(THIS_PYTHON, "autogen_compat"))]
    if python := v02_python():
        figures.append(Figure("import autogen (v0.2.40)", 1e3 * import_seconds(python, "autogen")))
    show("Import time", "ms", Figure(f"import {ENGINE}", 1e3 * engine), figures)


if __name__ == "__main__":
    main()
