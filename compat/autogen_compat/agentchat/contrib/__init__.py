"""Agents and capabilities around the core (v0.2: autogen/agentchat/contrib)."""
