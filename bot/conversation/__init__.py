"""What happens to a message, one step a file."""
