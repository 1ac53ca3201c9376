"""Who understands and decides: Rasa, behind a contract."""
