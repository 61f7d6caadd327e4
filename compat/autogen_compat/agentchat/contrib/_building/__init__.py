"""Parts of the builder of agents."""
