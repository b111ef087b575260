"""Domain objects → what templates print, pure: no request, no archive, no clock."""
