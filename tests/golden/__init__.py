"""The golden set: documents that cover kind, ending, organs and attachments, and the places where everything must stand."""
