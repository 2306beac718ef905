"""Text to query, rank, snippet, and names across scripts."""
