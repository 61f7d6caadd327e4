"""Scenarios that run under the real v0.2.40 and under compat, and must do the same in both."""
