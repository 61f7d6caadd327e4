"""The pytest plugin inside each run of v0.2's tests: aliases `autogen`, ends tests that hang, writes outcomes down.

UPSTREAM_RESULTS names the file for the outcomes; UPSTREAM_ALIAS is set when `autogen` shall mean autogen_compat.
"""

import json
import os
import signal

import pytest

if os.environ.get("UPSTREAM_ALIAS"):
    from autogen_compat import _alias

    _alias.install()

_SECONDS = 60
_RESULTS = os.environ["UPSTREAM_RESULTS"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """Fail a test that runs for longer than a minute."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(_SECONDS)
    try:
        return (yield)
    finally:
        signal.alarm(0)


def pytest_runtest_logreport(report):
    """Write the outcome of a test's phase."""
    if report.when == "call" or report.outcome != "passed":
        _write(report.nodeid, report.outcome, report.longreprtext)


def pytest_collectreport(report):
    """Write down files that cannot be collected."""
    if report.outcome != "passed":
        _write(report.nodeid, report.outcome, report.longreprtext)


def _too_long(number, frame):
    raise TimeoutError(f"the test ran for more than {_SECONDS} seconds")


def _write(test, outcome, text):
    lines = [line for line in text.splitlines() if line.startswith("E ")]
    with open(_RESULTS, "a", encoding="utf-8") as file:
        file.write(json.dumps({"test": test, "outcome": outcome, "why": " ".join(lines[:1])[:200]}) + "\n")
