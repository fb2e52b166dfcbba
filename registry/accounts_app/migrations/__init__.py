"""How the account tables came to be, step by step."""
