"""Labelled texts of anybody, the product's pipeline and a plain linear peer, side by side."""
