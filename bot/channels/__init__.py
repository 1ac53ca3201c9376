"""One folder a provider; they know nothing of one another."""
