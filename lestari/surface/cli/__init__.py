"""The command `lestari`."""
