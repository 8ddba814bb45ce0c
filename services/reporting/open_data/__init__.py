"""Figures for everyone, and the facts themselves for those who may see them."""
