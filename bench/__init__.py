"""Measurements: what the main job and the catalogue cost beside the bare library calls."""
