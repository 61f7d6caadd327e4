"""Everything that touches v0.4's runtime: the bridge, the seats, the two kinds of run."""
