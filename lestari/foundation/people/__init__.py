"""Users, roles, assignments, sign-in."""
