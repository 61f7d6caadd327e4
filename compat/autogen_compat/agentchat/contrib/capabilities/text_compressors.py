"""Shortening texts before a model reads them (v0.2: autogen/agentchat/contrib/capabilities/text_compressors.py)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Protocol

__all__ = ["LLMLingua", "TextCompressor"]

DEFAULT_MODEL: dict[str, Any] = {
    "model_name": "microsoft/llmlingua-2-bert-base-multilingual-cased-meetingbank",
    "use_llmlingua2": True,
    "device_map": "cpu",
}

IMPORT_ERROR: ImportError | None = (
    None
    if find_spec("llmlingua")
    else ImportError("LLMLingua needs the package llmlingua: pip install llmlingua, or pass another text_compressor.")
)


class TextCompressor(Protocol):
    """Makes a shorter text of the same meaning."""

    def compress_text(self, text: str, **compression_params: Any) -> dict[str, Any]:
        """The short text as `compressed_prompt`; `origin_tokens` and `compressed_tokens` where they are known."""
        ...


class LLMLingua:
    """Compresses by the llmlingua package.

    Args:
        prompt_compressor_kwargs: of llmlingua's `PromptCompressor`.
        structured_compression: whether marks in the text say what to compress.

    Raises:
        ImportError: when llmlingua is not installed.
    """

    def __init__(
        self, prompt_compressor_kwargs: dict[str, Any] = DEFAULT_MODEL, structured_compression: bool = False
    ) -> None:
        if IMPORT_ERROR is not None:
            raise IMPORT_ERROR
        from llmlingua import PromptCompressor  # type: ignore[import-not-found]

        self._prompt_compressor = PromptCompressor(**prompt_compressor_kwargs)
        method = "structured_compress_prompt" if structured_compression else "compress_prompt"
        self._compress = getattr(self._prompt_compressor, method)

    def compress_text(self, text: str, **compression_params: Any) -> dict[str, Any]:
        """See `TextCompressor`."""
        return self._compress([text], **compression_params)
