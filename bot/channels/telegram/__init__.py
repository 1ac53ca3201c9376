"""Telegram: python-telegram-bot for sending, an own lenient reading of updates."""
