"""What helps whoever helps: a caller's screen and problem in words to say; nothing here starts anything."""
