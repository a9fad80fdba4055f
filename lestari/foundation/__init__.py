"""The ground floor: people, places, events and dates; nothing of innovations or budgets."""
