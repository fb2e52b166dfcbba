"""Tests of one rule or one small part, without disk or with a folder of their own."""
