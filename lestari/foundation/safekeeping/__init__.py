"""Backups and their rotation, restoring, upgrading, and what is wrong with a set-up."""
