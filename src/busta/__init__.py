"""busta: calibrated probabilities for NBA betting markets, backtested honestly against the closing line."""

__version__ = "0.1.0"
