"""Sentences about the house that can fail."""
