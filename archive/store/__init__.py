"""Kept safe: the catalogue (what is known) and the originals (the bytes)."""
