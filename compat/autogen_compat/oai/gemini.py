"""Google's Gemini models (v0.2: autogen/oai/gemini.py), through their OpenAI-compatible endpoints."""

from __future__ import annotations

import base64
import logging
import os
import re
from importlib import import_module
from io import BytesIO
from typing import Any

from autogen_compat._warnings import warn_plainly
from autogen_compat.oai._compatible import CompatibleClient
from autogen_compat.oai._endpoints import ENDPOINTS

__all__ = ["GeminiClient", "get_image_data"]

logger = logging.getLogger("autogen.oai.gemini")

_VERTEX = "https://{location}-aiplatform.googleapis.com/v1/projects/{project_id}/locations/{location}/endpoints/openapi"
_VERTEX_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_VERTEX_KEYS = ("project_id", "location", "credentials", "google_application_credentials")
_LEFT_OUT = ("safety_settings", "tool_config", "response_validation", "top_k")
_SHORT_CONTEXT = 128_000

# US dollars per million tokens: up to a context of 128,000 tokens, and above.
_PRICES: tuple[tuple[str, tuple[float, float], tuple[float, float]], ...] = (
    ("1.5-pro", (3.5, 10.5), (7.0, 21.0)),
    ("1.5-flash", (0.35, 1.05), (0.7, 2.1)),
    ("", (0.5, 1.5), (0.5, 1.5)),
)


class GeminiClient(CompatibleClient):
    """A `ModelClient` for Gemini.

    With an ``api_key``, or one in GOOGLE_GEMINI_API_KEY, it is Google's AI Studio; else Vertex AI, with
    ``project_id``, ``location`` and Google's credentials.

    Attributes:
        use_vertexai: whether it is Vertex AI.
    """

    PARAMS_MAPPING = {
        "max_tokens": "max_output_tokens",
        "stop_sequences": "stop_sequences",
        "temperature": "temperature",
        "top_p": "top_p",
        "top_k": "top_k",
        "max_output_tokens": "max_output_tokens",
    }
    endpoint = ENDPOINTS["google"]

    def __init__(self, **kwargs: Any) -> None:
        """Make a client.

        Raises:
            ValueError: there is no key, and no project and location.
            ImportError: Vertex AI is meant and google-auth is missing.
        """
        vertex = {key: kwargs.pop(key) for key in _VERTEX_KEYS if key in kwargs}
        self.use_vertexai = not (kwargs.get("api_key") or os.getenv(self.endpoint.key_variable))
        if self.use_vertexai:
            kwargs |= _vertex_arguments(vertex)
        elif vertex.keys() & {"project_id", "location"}:
            raise AssertionError("Google Cloud project and compute location cannot be set when using an API Key!")
        super().__init__(**kwargs)

    def _request(self, params: dict[str, Any]) -> dict[str, Any]:
        for key in _LEFT_OUT:
            if key in params:
                warn_plainly(f"Gemini's OpenAI-compatible endpoint has no '{key}'; it is left out.")
        instruction = params.get("system_instruction")
        if instruction:
            system = {"role": "system", "content": instruction}
            params = {**params, "messages": [system, *params["messages"]]}
        model = params["model"]
        prefix = "google/" if self.use_vertexai and "/" not in model else ""
        return {**super()._request(params), "model": prefix + model}

    def cost(self, response: Any) -> float:
        """What the answer costs, in US dollars; a model that has no price costs what Gemini 1.0 Pro did."""
        prompt, completion = response.usage.prompt_tokens, response.usage.completion_tokens
        part, short, long = next(row for row in _PRICES if row[0] in response.model)
        if not part and "gemini-pro" not in response.model and "gemini-1.0-pro" not in response.model:
            warn_plainly(f"There is no price for {response.model}; that of Gemini 1.0 Pro is used.")
        price = short if prompt + completion <= _SHORT_CONTEXT else long
        return (prompt * price[0] + completion * price[1]) / 1e6


def _vertex_arguments(vertex: dict[str, Any]) -> dict[str, Any]:
    if not (vertex.get("project_id") and vertex.get("location")):
        raise ValueError(
            "Gemini needs an api_key (or GOOGLE_GEMINI_API_KEY), or for Vertex AI a project_id and a location."
        )
    try:
        auth = import_module("google.auth")
        transport = import_module("google.auth.transport.requests")
        service_account = import_module("google.oauth2.service_account")
    except ImportError as missing:
        raise ImportError('Gemini on Vertex AI needs google-auth: pip install "autogen-migrate[vertex]"') from missing

    credentials = vertex.get("credentials")
    if credentials is None and "google_application_credentials" in vertex:
        credentials = service_account.Credentials.from_service_account_file(
            vertex["google_application_credentials"], scopes=[_VERTEX_SCOPE]
        )
    if credentials is None:
        credentials, _ = auth.default(scopes=[_VERTEX_SCOPE])

    def token() -> str:
        if not credentials.valid:
            credentials.refresh(transport.Request())
        return credentials.token

    return {"api_key": token, "base_url": _VERTEX.format(**vertex)}


def get_image_data(image_file: str, use_b64: bool = True) -> str | bytes:
    """An image from a URL, a data URI or a file, as base64 text or as bytes.

    Raises:
        ImportError: a file is meant and pillow is missing.
    """
    data_uri = re.match(r"data:image/(?:png|jpeg);base64,", image_file)
    if data_uri:
        return image_file[data_uri.end() :]
    content = _download(image_file) if re.match(r"https?://", image_file) else _as_png(image_file)
    return base64.b64encode(content).decode() if use_b64 else content


def _download(url: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(url, timeout=60) as response:
        return response.read()


def _as_png(path: str) -> bytes:
    try:
        from PIL import Image
    except ImportError as missing:
        raise ImportError('Reading images needs pillow: pip install "autogen-migrate[images]"') from missing
    buffer = BytesIO()
    Image.open(path).convert("RGB").save(buffer, format="PNG")
    return buffer.getvalue()
