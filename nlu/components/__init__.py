"""Jawab's graph components, one a file. Names start with Jawab: Rasa registers bare names."""
