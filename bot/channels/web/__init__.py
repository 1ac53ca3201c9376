"""The web widget: a channel like the others, whose provider is our own stream."""
