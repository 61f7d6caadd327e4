"""Every kind of cache keeps answers, and says what is missing."""

from __future__ import annotations

import builtins
import importlib
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from autogen_compat import Cache
from autogen_compat.cache import cache_factory
from autogen_compat.cache.disk_cache import DiskCache
from autogen_compat.cache.in_memory_cache import InMemoryCache
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion


def answer(text: str) -> ChatCompletion:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
    return ChatCompletion.model_validate(
        {"id": "a", "model": "gpt-4", "created": 1, "object": "chat.completion", "choices": [choice]}
    )


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes packages look as if they were not installed, and modules that need them not yet imported."""

    def hide(package: str, *modules: str) -> None:
        real = builtins.__import__

        def imported(name: str, *args: Any, **kwargs: Any) -> Any:
            if name.split(".")[0] == package:
                raise ImportError(f"No module named {package!r}")
            return real(name, *args, **kwargs)

        for module in (package, *modules):
            monkeypatch.delitem(sys.modules, module, raising=False)
        monkeypatch.setattr(builtins, "__import__", imported)

    return hide


def test_an_unknown_key_of_the_configuration_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid config key: folder"):
        Cache({"folder": "x"})


def test_a_folder_without_diskcache_says_what_to_install(without: Any, tmp_path: Path) -> None:
    without("diskcache", "autogen_compat.cache.disk_cache")
    with pytest.raises(ImportError, match=r"autogen-migrate\[diskcache\]"):
        Cache.disk(1, str(tmp_path))


@pytest.mark.parametrize(
    ("module", "package", "extra"),
    [
        ("redis_cache", "redis", "redis"),
        ("cosmos_db_cache", "azure", "cosmosdb"),
        ("disk_cache", "diskcache", "diskcache"),
    ],
)
def test_a_store_without_its_package_says_what_to_install(without: Any, module: str, package: str, extra: str) -> None:
    name = f"autogen_compat.cache.{module}"
    without(package, name)
    with pytest.raises(ImportError, match=rf"autogen-migrate\[{extra}\]"):
        importlib.import_module(name)


def test_a_store_whose_package_is_missing_is_passed_over(
    without: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    without("redis", "autogen_compat.cache.redis_cache")
    store = cache_factory.CacheFactory.cache_factory("1", "redis://localhost:1/0", str(tmp_path))
    assert isinstance(store, DiskCache)
    assert "RedisCache is not available" in caplog.text


def test_a_folder_keeps_answers_with_their_cost(tmp_path: Path) -> None:
    stored = answer("Hello")
    stored.cost = 0.25  # pyright: ignore[reportAttributeAccessIssue]
    with Cache.disk("s", str(tmp_path)) as cache:
        cache.set("key", stored)
    with Cache.disk("s", str(tmp_path)) as cache:
        assert cache.get("key") == stored
        assert cache.get("key").cost == 0.25  # pyright: ignore[reportOptionalMemberAccess]
    assert (tmp_path / "s" / "cache.db").exists()


def test_a_seed_is_always_a_string(tmp_path: Path) -> None:
    assert Cache.disk(7, str(tmp_path)).config["cache_seed"] == "7"


def test_an_absent_key_gives_the_default(tmp_path: Path) -> None:
    assert Cache.disk(1, str(tmp_path)).get("nothing", "default") == "default"


def test_a_closed_folder_opens_again(tmp_path: Path) -> None:
    cache = Cache.disk(1, str(tmp_path))
    cache.close()
    cache.set("key", "value")
    assert cache.get("key") == "value"


def test_a_large_answer_goes_to_a_file_of_its_own(tmp_path: Path) -> None:
    cache = Cache.disk(1, str(tmp_path))
    cache.set("key", answer("long " * 20_000))
    assert cache.get("key") == answer("long " * 20_000)
    assert list((tmp_path / "1").rglob("*.val"))


def test_answers_of_a_custom_client_are_kept(tmp_path: Path) -> None:
    cache = Cache.disk(1, str(tmp_path))
    cache.set("key", SimpleNamespace(choices=[SimpleNamespace(text="hi")], model="mine"))
    kept = cache.get("key")
    assert kept is not None and kept.choices[0].text == "hi"


def test_a_store_in_memory_keeps_the_object_itself() -> None:
    cache, stored = InMemoryCache("s"), answer("Hello")
    cache.set("key", stored)
    assert cache.get("key") is stored
    assert cache.get("other", 3) == 3


@given(st.text(), st.one_of(st.text(), st.integers(), st.lists(st.text()), st.dictionaries(st.text(), st.integers())))
def test_whatever_is_set_is_got_back_from_memory(key: str, value: Any) -> None:
    cache = InMemoryCache()
    cache.set(key, value)
    assert cache.get(key) == value
