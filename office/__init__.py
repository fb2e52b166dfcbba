"""The use-cases: take in, examine, present, sign, register, seal, issue, file, find — plain functions over one opened house."""
