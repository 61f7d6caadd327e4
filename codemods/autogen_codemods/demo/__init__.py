"""The demo: a bundled legacy project, and a scripted model to run it against."""
