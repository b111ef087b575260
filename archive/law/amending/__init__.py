"""What an amending decision orders, and the text that comes of it."""
