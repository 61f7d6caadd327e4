"""``autogen-migrate doctor``: what is wrong with an environment, and what to do."""
