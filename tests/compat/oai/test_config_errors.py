"""Config lists that cannot be read say where and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from autogen_compat import config_list_from_dotenv, config_list_from_json, filter_config
from hypothesis import given
from hypothesis import strategies as st

CONFIGS = st.lists(
    st.dictionaries(
        st.sampled_from(["model", "api_type", "tags"]),
        st.one_of(st.sampled_from(["a", "b"]), st.lists(st.sampled_from(["a", "b", "c"]))),
    )
)
FILTERS = st.dictionaries(
    st.sampled_from(["model", "api_type", "tags"]), st.lists(st.sampled_from(["a", "b"])), max_size=2
)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text('[{"api_key": "sk-secret",]')
    with pytest.raises(ValueError) as refused:
        config_list_from_json("list.json", str(tmp_path))
    assert "list.json" in str(refused.value) and "sk-secret" not in str(refused.value)


def test_a_variable_that_is_no_json_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_LIST", "[{sk-secret}]")
    with pytest.raises(ValueError) as refused:
        config_list_from_json("MY_LIST")
    assert "MY_LIST" in str(refused.value) and "sk-secret" not in str(refused.value)


def test_a_list_that_is_nowhere_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="OAI_CONFIG_LIST"):
        config_list_from_json("OAI_CONFIG_LIST")


def test_dotenv_that_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "dotenv", None)
    with pytest.raises(ImportError, match=r"autogen-migrate\[dotenv\]"):
        config_list_from_dotenv()


def test_keys_come_from_the_dotenv_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MY_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "my.env").write_text("MY_KEY=sk-1\nMY_BASE=https://mine\n")
    spec = {"api_key_env_var": "MY_KEY", "base_url": "MY_BASE"}
    configs = config_list_from_dotenv(str(tmp_path / "my.env"), {"llama": spec, "odd": 3}, {"model": ["llama", "odd"]})
    monkeypatch.delenv("MY_KEY")
    monkeypatch.delenv("MY_BASE")
    assert configs == [{"api_key": "sk-1", "base_url": "https://mine", "model": "llama"}]


@given(CONFIGS, FILTERS)
def test_with_one_key_a_config_is_kept_or_excluded(
    configs: list[dict[str, object]], wanted: dict[str, list[str]]
) -> None:
    for key, accepted in wanted.items():
        kept = filter_config(configs, {key: accepted})
        excluded = filter_config(configs, {key: accepted}, exclude=True)
        assert len(kept) + len(excluded) == len(configs)


@given(CONFIGS, FILTERS)
def test_filtering_twice_is_filtering_once(configs: list[dict[str, object]], wanted: dict[str, list[str]]) -> None:
    once = filter_config(configs, wanted)
    assert filter_config(once, wanted) == once


@given(CONFIGS)
def test_a_list_survives_the_environment(configs: list[dict[str, object]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MY_LIST", json.dumps(configs))
        assert config_list_from_json("MY_LIST") == configs
