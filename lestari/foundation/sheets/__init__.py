"""Sheets: Excel and CSV as offices keep them, read, checked, written through the same actions as the forms, and handed out again."""
