"""What the table of the README is made from: `make bench`. Times are shown, and never fail anything."""
