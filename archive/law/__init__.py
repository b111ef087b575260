"""What texts mean to each other, pure: resolution, relations, validity, comparison."""
