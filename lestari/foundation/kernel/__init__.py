"""Values without tables: ids, rupiah, dates, errors in words, rights."""
