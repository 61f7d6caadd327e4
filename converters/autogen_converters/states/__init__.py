"""States that v0.4 agents and teams go on from, made of v0.2 histories, and back."""
