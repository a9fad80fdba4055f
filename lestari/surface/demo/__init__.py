"""The invented regency, loaded through the real actions."""
