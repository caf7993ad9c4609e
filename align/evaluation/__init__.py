"""Alignments compared with gold: what belongs together, and how well it agrees."""
