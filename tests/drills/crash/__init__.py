"""The crash drill: an office killed at each syscall, refused by its disk, and cut off from power, from a fork server."""
