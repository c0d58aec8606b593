"""Schema of the agencies package."""
