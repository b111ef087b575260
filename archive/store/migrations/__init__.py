"""How the catalogue's tables came to be, one step a release; run by ``database``, never by hand."""

REVISIONS = ("0001", "0002", "0003")
"""Every step that this program knows, oldest first."""
HEAD = REVISIONS[-1]
