"""What a notice is, what it says of others, how it is kept and found."""
