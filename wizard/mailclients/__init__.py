"""Mail programs: one contract, one file each; found, planned, written, read back, undone."""
