"""The checks on what a campaign's own rows say; publishing.preflight lists and runs them."""
