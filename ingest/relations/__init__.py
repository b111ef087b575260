"""What a sentence does to the documents that it names; a module per kind of doing."""
