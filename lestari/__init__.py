"""Lestari: the village innovation exchange that never closes."""
