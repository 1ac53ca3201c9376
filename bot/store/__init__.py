"""What the gateway remembers: the only room of `bot` that speaks SQLAlchemy."""
