"""Two texts → aligned, typed differences; pure: the words' ``cut`` is passed in."""
