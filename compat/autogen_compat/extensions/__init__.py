"""Where code runs that is given no ``work_dir`` (v0.2: autogen/extensions)."""
