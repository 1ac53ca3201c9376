"""Loops that carry messages on; each step itself is in `bot.conversation`."""
