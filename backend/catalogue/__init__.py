"""What the commune publishes about procedures, and the words for it."""
