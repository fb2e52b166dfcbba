"""Data, no code: procedures, office profiles and calendars, each with its version and effective dates."""
