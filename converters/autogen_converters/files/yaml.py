"""YAML files, by PyYAML's safe loader: plain data only, duplicate keys refused."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..errors import FileFormatError


def _yaml() -> Any:
    try:
        import yaml
    except ImportError:
        raise ImportError('YAML files need PyYAML: pip install "autogen-migrate[yaml]"') from None
    return yaml


def _loader(yaml: Any) -> Any:
    base: Any = yaml.SafeLoader

    class Loader(base):  # pyright: ignore[reportUntypedBaseClass]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [key.value for key, _ in node.value]
            twice = next((key for key in keys if keys.count(key) > 1), None)
            if twice is not None:
                line = node.start_mark.line + 1
                raise FileFormatError(f"has the key {twice!r} twice in one object (line {line})")
            mapping: Any = base.construct_mapping(self, node, deep=deep)
            return mapping

    # Timestamps stay text: JSON has none, and they would not come back the same.
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    return Loader


def load(stream: BinaryIO, limit: int) -> Any:
    """The one document of a YAML file. Raises FileFormatError saying what is wrong and where."""
    yaml = _yaml()
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise FileFormatError(f"is longer than {limit // 1024} KiB; raise --max-record")
    if raw.count(b"*") and len(raw) < limit and _bomb(yaml, raw):
        raise FileFormatError("repeats itself through aliases without end")
    try:
        return yaml.load(raw, Loader=_loader(yaml))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if isinstance(error, FileFormatError):
            raise
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark else ""
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise FileFormatError(f"is not plain YAML: {problem}{place}") from None


def _bomb(yaml: Any, raw: bytes) -> bool:
    """Whether aliases would make the data recursive or many times larger than the file."""
    try:
        tokens = sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(raw, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return False
    return tokens > 64


def dump(value: Any) -> bytes:
    """`value` as YAML in the order of its keys."""
    yaml = _yaml()
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True)
    return text.encode()
