"""Old names of classes."""

from __future__ import annotations

import warnings
from typing import Any


class Renamed(type):
    """Lets the old name of a class stand for the new one in calls, subclassing, isinstance and issubclass."""

    renamed_to: type

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        olds = [base for base in bases if isinstance(base, Renamed)]
        if not olds:
            return super().__new__(mcls, name, bases, namespace)
        for old in olds:
            _warn_renamed(old)
        actual = tuple(base.renamed_to if isinstance(base, Renamed) else base for base in bases)
        return type(actual[0])(name, actual, namespace)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        _warn_renamed(cls)
        return cls.renamed_to(*args, **kwargs)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.renamed_to)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or issubclass(subclass, cls.renamed_to)


def _warn_renamed(old: Any) -> None:
    message = f"{old.__name__} has been renamed to {old.renamed_to.__name__}, the alias will be removed in the future"
    warnings.warn(message, DeprecationWarning, stacklevel=3)
