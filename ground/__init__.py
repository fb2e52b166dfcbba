"""The cellar: durable files, bounded children, canonical JSON, digests and the clock; standard library only."""
