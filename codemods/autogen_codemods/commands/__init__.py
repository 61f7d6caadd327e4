"""The commands of ``autogen-migrate``, one module each."""
