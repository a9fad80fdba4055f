"""The command `lestari`: serving, the demo, reports, verifying, accounts. Holds no rule."""
