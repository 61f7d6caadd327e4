"""Rewrites v0.2 constructs to plain v0.4 code where they are proven to mean the same."""

from autogen_codemods.native.rewrite import NativeResult, NativeSource, rewrite_project, rewrite_source

__all__ = ["NativeResult", "NativeSource", "rewrite_project", "rewrite_source"]
