"""Education, national: live, waiting for its approval."""
