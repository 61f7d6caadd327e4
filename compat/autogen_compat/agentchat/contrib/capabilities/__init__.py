"""Abilities that are added to an agent (v0.2: autogen/agentchat/contrib/capabilities)."""
