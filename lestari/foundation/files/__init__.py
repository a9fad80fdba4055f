"""Uploaded originals by content, their small versions, and what checks them."""
