"""Figures of understanding: pure, from what was parsed and what was meant."""
