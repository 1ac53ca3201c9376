"""The built-in register of requests, for a commune that has no system of its own."""
