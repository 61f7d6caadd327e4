"""Rewrites AutoGen v0.2 source code for v0.4."""
