"""What can be wrong with a list of model configs, in one line that says what to do."""

from __future__ import annotations

import errno
import json


class ConfigListError(Exception):
    """A list of model configs cannot be read; `str()` is one line for the user."""


class ConfigListNotFound(ConfigListError, FileNotFoundError):
    """There is neither a file nor an environment variable (v0.2: a FileNotFoundError)."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(errno.ENOENT, "no such file, and no environment variable", path)
        self._name = name

    def __str__(self) -> str:
        return (
            f"{self.filename}: no such file, and no environment variable {self._name}; "
            "put the models' configs there as a JSON list"
        )


class ConfigListInvalid(ConfigListError, json.JSONDecodeError):
    """What was found is not JSON (v0.2: a json.JSONDecodeError)."""

    def __init__(self, source: str, error: json.JSONDecodeError) -> None:
        json.JSONDecodeError.__init__(self, f"{source} is not valid JSON: {error.msg}", error.doc, error.pos)
