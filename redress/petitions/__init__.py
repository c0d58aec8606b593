"""The administrative petition: its text, review, co-signers, rendering and what the agency did."""
