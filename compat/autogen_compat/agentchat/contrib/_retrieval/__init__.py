"""Parts of the agents that retrieve documents."""
