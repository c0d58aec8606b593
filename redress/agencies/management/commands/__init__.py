"""Commands of the agencies package."""
