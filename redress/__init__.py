"""Redress: campaigns, conditional pledges and administrative petitions."""
