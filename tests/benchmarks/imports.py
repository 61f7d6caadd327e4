"""Import time of compat against what it stands on, and against v0.2.40: python -m tests.benchmarks.imports"""

from __future__ import annotations

from .measure import THIS_PYTHON, Figure, show, statement_seconds, v02_python

ENGINE = "import autogen_agentchat, autogen_ext.models.openai"
COMPAT = ("import autogen_compat", "from autogen_compat import AssistantAgent, UserProxyAgent, GroupChat")


def main() -> None:
    """Measure and print, in milliseconds of processor time."""
    engine = Figure(ENGINE, 1e3 * statement_seconds(THIS_PYTHON, ENGINE))
    figures = [Figure(statement, 1e3 * statement_seconds(THIS_PYTHON, statement)) for statement in COMPAT]
    if python := v02_python():
        figures.append(Figure("import autogen (v0.2.40)", 1e3 * statement_seconds(python, "import autogen")))
    show("Import time", "ms", engine, figures)


if __name__ == "__main__":
    main()
