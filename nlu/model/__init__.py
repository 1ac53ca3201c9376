"""The linear model: features, heads, calibration. NumPy and scikit-learn, no Rasa."""
