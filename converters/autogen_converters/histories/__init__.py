"""Whole conversations: lists of messages, `ChatResult`, `chat_messages`, `TaskResult`."""
