"""Pure words of the domain: standard library only."""
