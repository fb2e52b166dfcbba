"""One suite run over every implementation of a promise."""
