"""Measurements, run by hand: accuracy, segmentation, retrieval."""
