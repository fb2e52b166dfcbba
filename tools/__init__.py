"""What developers run: setup, generators and packaging; never part of the installed product."""
