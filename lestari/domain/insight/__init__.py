"""Figures, their lists, the funnel, the feed."""
