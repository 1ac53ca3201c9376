"""Measurements of the running product; each file is a program of its own."""
