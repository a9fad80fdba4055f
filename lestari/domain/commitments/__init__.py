"""The promise and its way to a verified result."""
