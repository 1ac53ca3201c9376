"""The gateway: channels, inbox and outbox, conversations, the citizen's page."""

__version__ = "0.1.0"
