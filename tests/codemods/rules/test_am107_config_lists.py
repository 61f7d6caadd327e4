from pathlib import Path

import pytest
from autogen_codemods.compat.config_files import plan_config_file
from autogen_codemods.files.edits import apply_edits
from autogen_codemods.files.source import UnreadableFile


def rewritten(text: str, name: str = "OAI_CONFIG_LIST") -> str:
    return apply_edits(text, (e for _, e in plan_config_file(Path(name), text) if e))


def codes(text: str, name: str = "OAI_CONFIG_LIST") -> list[str]:
    return [f.code for f, _ in plan_config_file(Path(name), text)]


def test_old_keys_are_renamed_and_the_rest_keeps_its_bytes():
    before = '[ {"model":"m",  "api_base" : "u", "request_timeout":3},\n\t{"model": "n"} ]\n'
    assert rewritten(before) == before.replace("api_base", "base_url").replace("request_timeout", "timeout")


def test_a_value_that_reads_like_an_old_key_stays():
    assert rewritten('[{"model": "api_base"}]') == '[{"model": "api_base"}]'


def test_a_configuration_with_a_list_inside_is_looked_into():
    assert rewritten('{"config_list": [{"engine": "m"}]}') == '{"config_list": [{"model": "m"}]}'


def test_yaml_keys_are_renamed_by_their_lines():
    before = "config_list:\n  - model: m\n    api_base: u  # here\n"
    assert rewritten(before, "config_list.yaml") == before.replace("api_base", "base_url")


def test_entries_that_cannot_work_are_told():
    assert codes('[{"api_key": "k"}, 3]') == ["AM108", "AM108"]


def test_a_switch_of_v01_without_a_counterpart_is_told():
    assert codes('[{"model": "m", "use_cache": false}]') == ["AM108"]


@pytest.mark.parametrize("text", ["[]", "{}", '[{"model": "m"}]', "3", "not json at all"])
def test_nothing_is_said_about(text: str):
    assert codes(text) == []


def test_json_that_does_not_parse_is_refused_with_its_line():
    with pytest.raises(UnreadableFile, match="not valid JSON") as caught:
        codes('[\n {"model": }\n]')
    assert caught.value.line == 2


def test_keys_do_not_reach_the_report():
    findings = [f for f, _ in plan_config_file(Path("x.json"), '[{"api_key": "sk-0123456789abcdef", "api_base": "u"}]')]
    assert findings and not any("0123456789" in f"{f}" for f in findings)
