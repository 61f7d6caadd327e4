"""The files that name a project's dependencies."""
