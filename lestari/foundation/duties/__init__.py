"""What waits for whom, on which record, until when."""
