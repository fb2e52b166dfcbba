"""The registry's schema, step by step (登记处表结构)."""
