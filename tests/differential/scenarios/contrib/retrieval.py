import warnings
from importlib import import_module
from pathlib import Path

from differential.parts import done, plain
from differential.scenario import scenario

PAGES = {
    "zebra.md": "The zebra lives\n\nin zoos.",
    "band.txt": "A band of bandits\n\nbanned bananas.",
    "fox.md": "Quick fox.",
}


class Letters:
    """Counts letters: an embedding that needs no model."""

    def vectors(self, texts):
        counts = [[float(text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]
        return [[each / (sum(e * e for e in row) ** 0.5 or 1.0) for each in row] for row in counts]


def database(autogen):
    """A small database in memory; its distance is one minus the cosine."""
    base = import_module(autogen.__name__ + ".agentchat.contrib.vectordb.base")

    class Memory(base.VectorDB):
        def __init__(self):
            self.collections, self.active_collection, self.type = {}, None, "memory"

        def create_collection(self, collection_name, overwrite=False, get_or_create=True):
            print("create", collection_name, overwrite, get_or_create)
            if collection_name in self.collections and not overwrite and not get_or_create:
                raise ValueError("exists")
            if overwrite or collection_name not in self.collections:
                self.collections[collection_name] = {}
            return self.collections[collection_name]

        def get_collection(self, collection_name=None):
            if collection_name not in self.collections:
                raise ValueError("no such collection")
            return self.collections[collection_name]

        def insert_docs(self, docs, collection_name=None, upsert=False, **kwargs):
            print("insert", sorted(doc["content"] for doc in docs or []), upsert)
            self.collections[collection_name].update({doc["id"]: doc for doc in docs or []})

        def get_docs_by_ids(self, ids=None, collection_name=None, include=None, **kwargs):
            return list(self.collections[collection_name].values())

        def retrieve_docs(self, queries, collection_name=None, n_results=10, distance_threshold=-1, **kwargs):
            print("retrieve", queries, n_results, distance_threshold, kwargs)
            (query,) = Letters().vectors(queries)
            stored = list(self.collections[collection_name].values())
            rows = zip(stored, Letters().vectors([doc["content"] for doc in stored]))
            found = [(doc, round(1 - sum(a * b for a, b in zip(query, row)), 6)) for doc, row in rows]
            return [sorted(found, key=lambda each: (each[1], each[0]["id"]))[:n_results]]

    return Memory()


def asker(autogen, report, memory=None, **config):
    """A user that retrieves; its chunks are paragraphs, its tokens words."""
    folder = Path("pages")
    if not folder.exists():
        folder.mkdir()
        for name, text in PAGES.items():
            (folder / name).write_text(text)
    module = import_module(autogen.__name__ + ".agentchat.contrib.retrieve_user_proxy_agent")
    settings = {
        "vector_db": memory or database(autogen),
        "docs_path": "pages",
        "collection_name": "pages",
        "customized_prompt": "Q: {input_question} C: {input_context}",
        "custom_text_split_function": lambda text: text.split("\n\n"),
        "custom_token_count_function": lambda text, model: len(text.split()),
    }
    options = {"human_input_mode": "NEVER", "code_execution_config": False, "max_consecutive_auto_reply": 6}
    return module.RetrieveUserProxyAgent("asker", retrieve_config={**settings, **config}, **options)


def ask(autogen, llm_config, agent, problem="zebra", n_results=1, **options):
    assistant = helper(autogen, llm_config)
    return agent.initiate_chat(
        assistant, message=agent.message_generator, problem=problem, n_results=n_results, **options
    )


def helper(autogen, llm_config):
    return autogen.AssistantAgent("helper", system_message="You help.", llm_config=llm_config)


@scenario("In zoos.")
def an_answer_ends_the_chat(autogen, llm_config, report):
    agent = asker(autogen, report)
    report("result", ask(autogen, llm_config, agent, n_results=2))
    report("sources", agent._current_docs_in_context)
    report("ids", agent._doc_ids)


@scenario("UPDATE CONTEXT", "Sorry, update context.", "Bananas.")
def more_documents_when_asked(autogen, llm_config, report):
    agent = asker(autogen, report)
    result = ask(autogen, llm_config, agent)
    report("result", result)
    report("answers on the way", agent._intermediate_answers)


@scenario("UPDATE CONTEXT", "UPDATE CONTEXT", "UPDATE CONTEXT", "UPDATE CONTEXT")
def no_more_documents(autogen, llm_config, report):
    agent = asker(autogen, report)
    return ask(autogen, llm_config, agent, n_results=2)


@scenario("It is the band. I guess.", "It is so.", "the answer is bananas")
def an_answer_without_its_prefix(autogen, llm_config, report):
    agent = asker(autogen, report, customized_answer_prefix="the answer is")
    return ask(autogen, llm_config, agent)


@scenario("UPDATE CONTEXT")
def no_update_of_the_context(autogen, llm_config, report):
    agent = asker(autogen, report, update_context=False)
    return ask(autogen, llm_config, agent, problem="fox", n_results=20, max_turns=1)


@scenario("Zoos.")
def documents_that_do_not_fit(autogen, llm_config, report):
    agent = asker(autogen, report, context_max_tokens=2)
    return ask(autogen, llm_config, agent, n_results=4)


@scenario("One.", "Two.")
def a_second_question_uses_the_collection(autogen, llm_config, report):
    agent = asker(autogen, report)
    for problem in ("zebra", "fox"):
        ask(autogen, llm_config, agent, problem=problem)


@scenario("One.", "Two.")
def a_second_agent_adds_what_is_new(autogen, llm_config, report):
    memory = database(autogen)
    first = asker(autogen, report, memory, get_or_create=True)
    ask(autogen, llm_config, first)
    Path("pages/new.md").write_text("Brand new.")
    second = asker(autogen, report, memory, get_or_create=True)
    ask(autogen, llm_config, second, problem="new")


@scenario()
def a_collection_that_must_exist(autogen, llm_config, report):
    agent = asker(autogen, report, docs_path=None)
    with report.raises("there is none"):
        agent._init_db()


@scenario()
def a_collection_that_must_not_exist(autogen, llm_config, report):
    memory = database(autogen)
    asker(autogen, report, memory).retrieve_docs("zebra", 1)
    with report.raises("there is one"):
        asker(autogen, report, memory).retrieve_docs("zebra", 1)
    asker(autogen, report, memory, overwrite=True).retrieve_docs("zebra", 1)


@scenario("Next.", "update context", inputs=["UPDATE CONTEXT", "exit"])
def a_human_asks_for_more(autogen, llm_config, report):
    agent = asker(autogen, report)
    agent.human_input_mode = "ALWAYS"
    ask(autogen, llm_config, agent, silent=True)
    report("asked", agent.chat_messages)


@scenario("Zoos.")
async def an_asynchronous_chat(autogen, llm_config, report):
    agent = asker(autogen, report)
    return await agent.a_initiate_chat(
        helper(autogen, llm_config), message=agent.message_generator, problem="zebra", n_results=1
    )


@scenario()
def what_ends_a_chat(autogen, llm_config, report):
    agent = asker(autogen, report)
    for text in (
        "An answer.",
        "```python\n1\n```",
        "```sh\nls\n```",
        "update context",
        "you should reply exactly `UPDATE CONTEXT`",
    ):
        report(text, agent._is_termination_msg({"content": text}))
    report("no content", agent._is_termination_msg({"content": None}))
    report("code", agent.run_code("x", lang="sh")[0])
    report("sizes", [agent.get_max_tokens(model) for model in ("gpt-4", "gpt-4-32k", "gpt-3.5-turbo-16k", "llama")])


@scenario()
def tasks(autogen, llm_config, report):
    agent = asker(autogen, report, task="poetry", customized_prompt=None)
    agent.problem = "?"
    with report.raises("an unknown task"):
        agent._generate_message("documents", task="poetry")
    report("without documents", agent._generate_message("", task="poetry"))


@scenario("fine", "UPDATE CONTEXT")
def the_assistant_of_v01(autogen, llm_config, report):
    module = import_module(autogen.__name__ + ".agentchat.contrib.retrieve_assistant_agent")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        agent = module.RetrieveAssistantAgent("helper", system_message="You help.", llm_config=llm_config)
    report("deprecated", [str(each.message) for each in caught if each.category is DeprecationWarning])
    human = plain(autogen, "user", is_termination_msg=done)
    for text in ("exitcode: 0 (execution succeeded)\nCode output: 1", "Please update context", "hello"):
        report(text, agent.generate_reply([{"role": "user", "content": text}], sender=human))


@scenario("Zoos.")
def documents_in_chroma(autogen, llm_config, report):
    import numpy

    class Embedding(import_module("chromadb").EmbeddingFunction, Letters):
        def __init__(self):
            pass

        def __call__(self, input):
            return [numpy.array(row, dtype=numpy.float32) for row in self.vectors(input)]

    agent = asker(autogen, report, "chroma", embedding_function=Embedding(), overwrite=True, db_config={"path": None})
    ask(autogen, llm_config, agent, problem="band", n_results=2, search_string="band")
    report("kept", sorted(doc["document"] for doc in agent._vector_db.get_docs_by_ids(collection_name="pages")))


@scenario("Zoos.")
def documents_by_a_chroma_client(autogen, llm_config, report):
    import numpy

    class Embedding(import_module("chromadb").EmbeddingFunction, Letters):
        def __init__(self):
            pass

        def __call__(self, input):
            return [numpy.array(row, dtype=numpy.float32) for row in self.vectors(input)]

    client = import_module("chromadb").EphemeralClient()
    settings = {"embedding_function": Embedding(), "client": client, "collection_name": "by-client"}
    agent = asker(autogen, report, docs_path="pages/zebra.md", **settings)
    agent._vector_db = None
    ask(autogen, llm_config, agent, problem="zoo")
