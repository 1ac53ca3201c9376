"""The administration's backend, as the gateway uses it."""
