"""Tests of several rooms together."""
