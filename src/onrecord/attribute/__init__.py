"""Whose words these are, and what they say."""
