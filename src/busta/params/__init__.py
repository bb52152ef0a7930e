"""Typed parameters of the stages."""
