"""Agencies that make rules, and their own rules on how to petition them."""
