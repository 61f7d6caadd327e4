"""What is to be done, with examples (v0.2: autogen/agentchat/contrib/agent_eval/task.py)."""

from __future__ import annotations

from pydantic import BaseModel

__all__ = ["Task"]


class Task(BaseModel):
    """A task, and how it looks when it is done well and when it is not."""

    name: str
    description: str
    successful_response: str
    failed_response: str

    def get_sys_message(self) -> str:
        """The task as it is told to a model."""
        return f"""Task: {self.name}.
        Task description: {self.description}
        Task successful example: {self.successful_response}
        Task failed example: {self.failed_response}
        """

    @staticmethod
    def parse_json_str(task: str) -> Task:
        """The task of a JSON object.

        Raises:
            ValueError: the text is no JSON, or the object lacks something.
        """
        return Task.model_validate_json(task)
