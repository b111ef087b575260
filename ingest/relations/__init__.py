"""What a text does to the documents that it names."""
