"""Answers in Azure Cosmos DB (v0.2: autogen/cache/cosmos_db_cache.py)."""

from __future__ import annotations

from typing import Any, TypedDict, cast

try:
    from azure.cosmos import CosmosClient, PartitionKey
    from azure.cosmos.exceptions import CosmosResourceNotFoundError
except ImportError as missing:
    raise ImportError(
        'Caching in Cosmos DB needs the azure-cosmos package: pip install "autogen-migrate[cosmosdb]"'
    ) from missing

from typing_extensions import Self

from autogen_compat.cache import _pickles
from autogen_compat.cache.abstract_cache_base import ClosingCache

__all__ = ["CosmosDBCache", "CosmosDBConfig"]

DEFAULT_DATABASE = "autogen_cache"


class CosmosDBConfig(TypedDict, total=False):
    """Where the answers are: a connection string, or a client of the user's own."""

    connection_string: str
    database_id: str
    container_id: str
    cache_seed: str | int | None
    client: CosmosClient | None


class CosmosDBCache(ClosingCache):
    """Answers in one Cosmos DB container, whose partition key is the seed.

    Attributes:
        seed: the partition.
        client, database, container: the azure-cosmos objects in use.
    """

    def __init__(self, seed: str | int, cosmosdb_config: CosmosDBConfig) -> None:
        self.seed = str(seed)
        self.client: Any = cosmosdb_config.get("client") or CosmosClient.from_connection_string(
            cosmosdb_config.get("connection_string", "")
        )
        self.database = self.client.get_database_client(cosmosdb_config.get("database_id", DEFAULT_DATABASE))
        self.container = self.database.create_container_if_not_exists(
            id=cosmosdb_config.get("container_id"), partition_key=PartitionKey(path="/partitionKey")
        )

    @classmethod
    def create_cache(cls, seed: str | int, cosmosdb_config: CosmosDBConfig) -> Self:
        """A cache on the client of `cosmosdb_config`, or on a new one."""
        return cls(seed, cosmosdb_config)

    @classmethod
    def from_config(cls, seed: str | int, cosmosdb_config: CosmosDBConfig) -> Self:
        """A cache as `cosmosdb_config` says."""
        return cls(seed, cosmosdb_config)

    @classmethod
    def from_connection_string(
        cls, seed: str | int, connection_string: str, database_id: str, container_id: str
    ) -> Self:
        """A cache on a new client."""
        where = {"connection_string": connection_string, "database_id": database_id, "container_id": container_id}
        return cls(seed, cast(CosmosDBConfig, where))

    @classmethod
    def from_existing_client(cls, seed: str | int, client: CosmosClient, database_id: str, container_id: str) -> Self:
        """A cache on the caller's client."""
        return cls(seed, {"client": client, "database_id": database_id, "container_id": container_id})

    def get(self, key: str, default: Any | None = None) -> Any | None:
        """The value stored under `key`; an entry that is no model answer counts as absent."""
        try:
            item = self.container.read_item(item=key, partition_key=self.seed)
        except CosmosResourceNotFoundError:
            return default
        return _pickles.loads_or(item["data"], default)

    def set(self, key: str, value: Any) -> None:
        """Store `value` under `key`."""
        self.container.upsert_item({"id": key, "partitionKey": self.seed, "data": _pickles.dumps(value)})
