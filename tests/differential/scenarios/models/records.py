import importlib
import json
import pathlib

from differential.scenario import scenario

TABLES = {
    "chat_completions": "source_name, request, response, is_cached, cost",
    "agents": "name, class",
    "oai_wrappers": "init_args",
    "oai_clients": "class, init_args",
    "events": "event_name, source_name, agent_module, agent_class_name, json_state",
    "function_calls": "source_name, function_name, args, returns",
    "version": "id, version_number",
}


def logging_of(autogen):
    return importlib.import_module(autogen.__name__ + ".runtime_logging")


def plain(value):
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def known(row):
    """What of a row both openai's versions and both programs' words have in common."""
    for cell in row:
        if isinstance(cell, dict):
            for key in ("id", "created", "service_tier", "system_fingerprint", "metadata", "moderation"):
                cell.pop(key, None)
    return row


def rows(connection, table):
    found = connection.execute(f"SELECT {TABLES[table]} FROM {table} ORDER BY rowid").fetchall()
    return [known([plain(cell) for cell in row]) for row in found]


@scenario("Hello.", {"tool_calls": [{"name": "add", "arguments": {"a": 1, "b": 2}, "id": "c1"}]}, "3. TERMINATE")
def a_chat_in_sqlite(autogen, llm_config, report):
    runtime_logging = logging_of(autogen)
    report("session", len(runtime_logging.start(config={"dbname": "mine.db"})))
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=llm_config)
    user = autogen.UserProxyAgent(
        "user",
        human_input_mode="NEVER",
        code_execution_config=False,
        default_auto_reply="Add.",
        is_termination_msg=lambda m: "TERMINATE" in (m.get("content") or ""),
    )

    def add(a: int, b: int) -> int:
        return a + b

    autogen.register_function(add, caller=assistant, executor=user, description="Adds.")
    user.initiate_chat(assistant, message="Hi")
    report("enabled", runtime_logging.logging_enabled())
    connection = runtime_logging.get_connection()
    for table in ("chat_completions", "agents", "oai_clients", "function_calls", "version"):
        report(table, rows(connection, table))
    runtime_logging.stop()
    report("stopped", runtime_logging.logging_enabled())


@scenario({"status": 429, "message": "busy"}, "second", "never")
def failures_and_hits_are_recorded(autogen, llm_config, report):
    runtime_logging = logging_of(autogen)
    runtime_logging.start(config={"dbname": ":memory:"})
    first = {**llm_config["config_list"][0], "max_retries": 0}
    client = autogen.OpenAIWrapper(config_list=[first, {**first, "model": "gpt-4o"}], cache_seed=5)
    agent = autogen.ConversableAgent("asker", llm_config=False)
    client.create(messages=[{"role": "user", "content": "Hi"}], agent=agent)
    single = autogen.OpenAIWrapper(config_list=[{**first, "model": "gpt-4o"}], cache_seed=5)
    single.create(messages=[{"role": "user", "content": "Hi"}], agent="someone")
    report("completions", rows(runtime_logging.get_connection(), "chat_completions"))
    runtime_logging.stop()


@scenario()
def events_and_functions(autogen, llm_config, report):
    runtime_logging = logging_of(autogen)
    runtime_logging.start(config={"dbname": ":memory:"})
    agent = autogen.ConversableAgent("alice", llm_config=False)
    runtime_logging.log_event(agent, "greeted", words=["hi"], odd=object())
    runtime_logging.log_event("nobody", "left", reason=None)
    runtime_logging.log_function_use(agent, known, {"a": 1}, {"b": object()})
    connection = runtime_logging.get_connection()
    report("events", rows(connection, "events"))
    report("functions", rows(connection, "function_calls"))
    runtime_logging.stop()


@scenario("Hello.")
def a_chat_in_a_file(autogen, llm_config, report):
    runtime_logging = logging_of(autogen)
    runtime_logging.start(logger_type="file", config={"filename": "mine.log"})
    assistant = autogen.AssistantAgent("assistant", system_message="You help.", llm_config=llm_config)
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    user.initiate_chat(assistant, message="Hi", max_turns=1)
    runtime_logging.stop()
    lines = [plain(line) for line in pathlib.Path("autogen_logs/mine.log").read_text().splitlines()]
    records = [line for line in lines if isinstance(line, dict)]
    calls = [record for record in records if "invocation_id" in record]
    report("calls", [[call["source_name"], call["request"], call["is_cached"], call["cost"]] for call in calls])
    report("keys", sorted({key for record in records for key in record}))


@scenario()
def an_unknown_logger_is_refused(autogen, llm_config, report):
    with report.raises("unknown"):
        logging_of(autogen).start(logger_type="paper")
