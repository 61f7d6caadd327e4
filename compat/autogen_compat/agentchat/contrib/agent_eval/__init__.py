"""Criteria for what agents do, and how well they do it (v0.2: autogen/agentchat/contrib/agent_eval)."""
