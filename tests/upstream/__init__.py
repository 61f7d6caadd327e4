"""v0.2's own test suite, run with `autogen` meaning autogen_compat."""
