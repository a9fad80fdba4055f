"""Idea cards, innovations, their versions and verification."""
