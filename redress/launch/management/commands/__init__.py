"""Commands that starting needs."""
