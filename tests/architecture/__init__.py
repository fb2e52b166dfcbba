"""Tests that hold the house together: rooms, layers, packaging, words."""
