"""The restart drill: an office is killed at every moment of its work and must end as if nothing had happened."""
