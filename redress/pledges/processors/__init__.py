"""The edge where money leaves: one port, and one module per processor behind it."""
