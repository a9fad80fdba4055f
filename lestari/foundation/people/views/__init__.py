"""The pages of signing in, of one's own account, and of people."""
