"""The append-only record of what was done, its seal and its followers."""
