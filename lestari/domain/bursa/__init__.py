"""The exchange event: invited villages, menu, cards, recap."""
