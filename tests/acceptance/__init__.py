"""Tests that watch the whole system from outside, as its users do."""
