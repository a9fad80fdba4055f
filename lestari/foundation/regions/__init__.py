"""Wilayah: codes, names and parents in time, successors."""
