"""Reading and writing the user's files: sources, notebooks, ignore rules, atomic writes, undo."""
