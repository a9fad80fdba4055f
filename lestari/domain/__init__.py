"""The programme, one room for each piece of it."""
