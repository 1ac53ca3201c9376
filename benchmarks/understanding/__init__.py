"""Measures of the understanding: public sets, training time, latency. Run in Rasa's environment."""
