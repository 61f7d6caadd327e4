"""Looking documents up in Qdrant."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
import qdrant_client
from autogen_compat import ConversableAgent
from autogen_compat.agentchat.contrib import qdrant_retrieve_user_proxy_agent as module
from autogen_compat.agentchat.contrib.qdrant_retrieve_user_proxy_agent import (
    QdrantRetrieveUserProxyAgent,
    create_qdrant_from_dir,
    query_qdrant,
)


class Letters:
    """fastembed's TextEmbedding, counting letters."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def embed(self, texts: list[str], **options: Any) -> Iterator[Any]:
        return (numpy.array([float(text.count(letter)) + 0.01 for letter in "abcxyz"]) for text in texts)


@pytest.fixture(autouse=True)
def fastembed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "fastembed", SimpleNamespace(TextEmbedding=Letters))
    module._embedding.cache_clear()
    yield
    module._embedding.cache_clear()


@pytest.fixture
def pages(tmp_path: Path) -> str:
    (tmp_path / "a.md").write_text("aaaab")
    (tmp_path / "b.md").write_text("xyxyx")
    return str(tmp_path)


@pytest.fixture
def client() -> Any:
    return qdrant_client.QdrantClient(":memory:")


def test_a_collection_is_filled_and_searched(client: Any, pages: str) -> None:
    create_qdrant_from_dir(pages, client=client, payload_indexing=True)
    found = query_qdrant(["aaa", "xy"], n_results=1, client=client)
    assert found["documents"] == [["aaaab"], ["xyxyx"]]
    assert found["ids"] == [[0], [1]]
    assert found["metadatas"][0] == [{"source": f"{pages}/a.md"}]
    assert found["distances"][0][0] > 0.9


def test_documents_can_be_searched_for_a_text(client: Any, pages: str) -> None:
    create_qdrant_from_dir(pages, client=client)
    assert query_qdrant(["aaa"], client=client, search_string="xyxyx")["ids"] == [[1]]


def test_more_documents_are_added_behind_the_others(client: Any, pages: str) -> None:
    for _ in range(2):
        create_qdrant_from_dir(pages, client=client, extra_docs=True)
    assert client.count("all-my-documents").count == 4
    create_qdrant_from_dir(pages, client=client)
    assert client.count("all-my-documents").count == 4


def test_vectors_have_the_names_that_v02_gave_them(client: Any, pages: str) -> None:
    create_qdrant_from_dir(pages, client=client)
    vectors = client.get_collection("all-my-documents").config.params.vectors
    assert list(vectors) == ["fast-bge-small-en-v1.5"]


def test_an_agent_answers_with_documents(client: Any, pages: str) -> None:
    config = {
        "docs_path": pages,
        "client": client,
        "customized_prompt": "{input_question}: {input_context}",
        "custom_token_count_function": lambda text, model: 1,
    }
    with pytest.warns(DeprecationWarning, match="with `vector_db` set to `qdrant`"):
        agent = QdrantRetrieveUserProxyAgent(
            human_input_mode="NEVER", code_execution_config=False, retrieve_config=config
        )
    helper = ConversableAgent("helper", llm_config=False, human_input_mode="NEVER", default_auto_reply="Fine.")
    result = agent.initiate_chat(helper, message=agent.message_generator, problem="xy", n_results=1)
    assert [message["content"] for message in result.chat_history] == ["xy: xyxyx\n", "Fine."]
    assert client.count("autogen-docs").count == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_extra_is_named_where_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "qdrant_client", None)
    with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[qdrant\]\""):
        QdrantRetrieveUserProxyAgent(code_execution_config=False, retrieve_config={"docs_path": None})
