"""Config lists, `llm_config`, Studio agents and workflows <-> v0.4 component JSON. Read as data, never imported."""
