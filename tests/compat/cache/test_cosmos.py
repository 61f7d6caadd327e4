"""The cache in Cosmos DB, on a container of azure-cosmos' shape: there is no server to start here."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from autogen_compat import Cache
from autogen_compat.cache.cosmos_db_cache import CosmosDBCache
from azure.cosmos.exceptions import CosmosHttpResponseError, CosmosResourceNotFoundError


class Account:
    """Stands for a CosmosClient with one container."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.opened: list[str] = []

    def get_database_client(self, name: str) -> Account:
        self.opened.append(name)
        return self

    def create_container_if_not_exists(self, id: str, partition_key: Any) -> Account:
        self.opened.append(id)
        return self

    def read_item(self, item: str, partition_key: str) -> dict[str, Any]:
        if item == "forbidden":
            raise CosmosHttpResponseError(status_code=403, message="forbidden")
        if (partition_key, item) not in self.items:
            raise CosmosResourceNotFoundError(status_code=404, message="not found")
        return self.items[partition_key, item]

    def upsert_item(self, item: dict[str, Any]) -> None:
        self.items[item["partitionKey"], item["id"]] = item


def cache(account: Account, seed: str = "42") -> CosmosDBCache:
    return CosmosDBCache.from_existing_client(seed, account, "autogen_cache", "answers")  # pyright: ignore[reportArgumentType]


def test_an_answer_is_kept_in_the_partition_of_the_seed() -> None:
    account = Account()
    cache(account).set("key", {"text": "Hi"})
    assert cache(account).get("key") == {"text": "Hi"}
    assert cache(account, "other").get("key", "miss") == "miss"
    assert account.opened[:2] == ["autogen_cache", "answers"]


def test_the_cache_of_a_chat_may_be_there() -> None:
    with Cache.cosmos_db(container_id="answers", cache_seed=7, client=Account()) as store:
        store.set("key", [1])
        assert store.get("key") == [1]


def test_a_poisoned_item_is_a_miss(tmp_path: Path) -> None:
    class Attack:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return os.system, (f"touch {tmp_path}/executed",)

    account = Account()
    account.items["42", "key"] = {"data": pickle.dumps(Attack())}
    assert cache(account).get("key", "miss") == "miss"
    assert list(tmp_path.iterdir()) == []


def test_other_errors_of_azure_come_out() -> None:
    with pytest.raises(CosmosHttpResponseError, match="forbidden"):
        cache(Account()).get("forbidden")


def test_a_connection_string_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError):
        CosmosDBCache.from_connection_string("42", "nonsense", "autogen_cache", "answers")
