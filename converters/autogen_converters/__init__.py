"""Moves stored chats, states and configs between AutoGen v0.2 and v0.4."""
