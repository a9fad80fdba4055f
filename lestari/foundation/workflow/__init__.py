"""Actions, acts, perform(), receipts, states and how long each lasted."""
