import pytest
from autogen_codemods.files.redact import HIDDEN, redacted


@pytest.mark.parametrize(
    "text",
    [
        '{"api_key": "abcdefgh12345"}',
        "api_key='abcdefgh12345'",
        'os.environ["OPENAI_API_KEY"] = "abcdefgh12345"',
        "OPENAI_API_KEY = 'abcdefgh12345'",
        '"azure_client_secret": "abcdefgh12345"',
        "x = f('sk-abcdefgh12345xyz')",
    ],
)
def test_secrets_are_hidden(text: str):
    assert "abcdefgh12345" not in redacted(text)
    assert HIDDEN in redacted(text)


@pytest.mark.parametrize(
    "text", ['{"model": "gpt-4"}', "api_key = os.environ['KEY']", '"api_key": "${KEY}"', "max_tokens = 3", "sk-learn"]
)
def test_what_is_no_secret_stays(text: str):
    assert redacted(text) == text
