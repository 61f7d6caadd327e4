"""The edge: reading records from files as a stream, and writing them whole or not at all."""
