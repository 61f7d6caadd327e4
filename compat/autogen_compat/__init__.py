"""AutoGen v0.2's API on the v0.4 engine."""
