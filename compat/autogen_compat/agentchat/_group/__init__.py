"""How a legacy group chat works: one module per question that a round asks."""
