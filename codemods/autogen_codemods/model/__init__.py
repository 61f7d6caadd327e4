"""A model of the legacy program, across files."""
