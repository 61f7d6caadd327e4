"""Run v0.2's own tests that ask a model, with a scripted one, under v0.2.40 and under compat, and compare.

    AUTOGEN_V02_PYTHON=... python -m tests.upstream.with_model CHECKOUT agentchat/test_agent_usage.py oai

Without a key these tests are skipped. Here OAI_CONFIG_LIST points at a local server whose model calls the first tool
or function that it is offered, with made-up arguments, and otherwise says the same thing, ending with TERMINATE from
its second turn on. Tokens are words. Tests that need a real model's wits fail on both sides and do not count.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from autogen_codemods.demo.model_server import ModelServer

from .run import FileResult, copy_tests, report, run_file, test_files

TAGS = [
    "gpt-3.5-turbo",
    "gpt-3.5-turbo-0613",
    "gpt-3.5-turbo-16k",
    "gpt-3.5-turbo-instruct",
    "gpt-35-turbo-instruct",
    "gpt-4",
    "gpt-4o-mini",
]
_SECONDS = 0.05
_COMPLETION = {
    "id": "cmpl-1",
    "object": "text_completion",
    "created": 1,
    "model": "gpt-3.5-turbo-instruct",
    "choices": [{"index": 0, "text": "2", "finish_reason": "stop", "logprobs": None}],
    "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8},
}


def answer(body: dict[str, Any]) -> dict[str, Any]:
    """What the model says to a request."""
    if "messages" not in body:
        return {"raw": json.dumps(_COMPLETION), "delay": _SECONDS}
    roles = {message["role"] for message in body["messages"]}
    if body.get("tools") and "tool" not in roles:
        return {"tool_calls": [_call(body["tools"][0]["function"])], "delay": _SECONDS}
    if body.get("functions") and "function" not in roles:
        return {"function_call": _call(body["functions"][0]), "delay": _SECONDS}
    return {"text": "The answer. TERMINATE" if "assistant" in roles else "The answer.", "delay": _SECONDS}


def _call(function: dict[str, Any]) -> dict[str, Any]:
    needed = function.get("parameters", {}).get("required", [])
    return {"name": function["name"], "arguments": dict.fromkeys(needed, "Rome")}


def run_both(checkout: Path, wanted: list[str]) -> tuple[dict[str, list[str]], list[FileResult]]:
    """What passes under v0.2.40, by file, and compat's results."""
    pythons = {False: os.environ["AUTOGEN_V02_PYTHON"], True: sys.executable}
    options = ("-p", "upstream_words")
    results: dict[bool, list[FileResult]] = {}
    for alias, python in pythons.items():
        with tempfile.TemporaryDirectory() as name, ModelServer(answer) as server:
            copy_tests(checkout, Path(name))
            config = {"model": "gpt-3.5-turbo", "api_key": "none", "base_url": server.base_url, "tags": TAGS}
            os.environ |= {
                "OAI_CONFIG_LIST": json.dumps([config]),
                "OPENAI_API_KEY": "none",
                "OPENAI_BASE_URL": server.base_url,
            }
            files = test_files(Path(name) / "test", wanted)
            results[alias] = [run_file(python, Path(name), file, alias=alias, options=options) for file in files]
    return {result.file: sorted(result.passed) for result in results[False]}, results[True]


def main(arguments: list[str] | None = None) -> int:
    """Run both and report; 1 when a test that v0.2.40 passes does not pass under compat."""
    parser = argparse.ArgumentParser(prog="tests.upstream.with_model", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("wanted", nargs="+", help="files or folders below CHECKOUT/test")
    options = parser.parse_args(arguments)
    if not os.environ.get("AUTOGEN_V02_PYTHON"):
        parser.error("set AUTOGEN_V02_PYTHON to an interpreter that has autogen-agentchat==0.2.40 and pytest")
    passed, results = run_both(options.checkout.resolve(), options.wanted)
    return 0 if report(results, passed, verbose=False) else 1


if __name__ == "__main__":
    sys.exit(main())
