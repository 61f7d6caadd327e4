"""Coloured terminal text (v0.2: autogen/formatting_utils.py)."""

from __future__ import annotations

from termcolor import colored as colored
