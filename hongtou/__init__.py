"""The roof: settings, wiring, command line and service."""
