"""The action server: decides what to say; asks the backend, writes nothing itself."""
