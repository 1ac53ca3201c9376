"""Where to go and whom to phone."""
