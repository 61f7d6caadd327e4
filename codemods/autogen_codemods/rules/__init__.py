"""The rules of the compat tier, one module each, and what rules have in common."""
