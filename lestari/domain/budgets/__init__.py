"""RKPDes, APBDes and their revisions, lines, allocations."""
