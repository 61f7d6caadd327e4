"""Figures of compat, codemods and converters, each against a reference in the same run."""
