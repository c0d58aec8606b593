"""The whole site as processes, some of which are killed."""
