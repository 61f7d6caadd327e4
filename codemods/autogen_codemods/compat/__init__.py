"""The compat tier: imports become autogen_compat's, everything else stays byte for byte."""
