"""The v0.2 release whose behaviour this package gives."""

__version__ = "0.2.40"
