"""Finding texts by words: one analysis for indexing and asking, one writer, readers that see a change within a second."""
