"""Training, validation and parsing: the only callers of Rasa's training and of its graph."""
