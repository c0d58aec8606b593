"""Schema of the petitions package."""
