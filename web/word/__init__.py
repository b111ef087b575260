"""Comparisons as Word documents."""
