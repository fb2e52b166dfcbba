"""Passwords, sessions and used forms (账号库): the only tables outside the ledger, in a database of their own."""
