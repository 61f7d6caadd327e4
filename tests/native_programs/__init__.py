"""Small legacy programs, played under the real v0.2.40 (recorded) and, rewritten, under v0.4."""
