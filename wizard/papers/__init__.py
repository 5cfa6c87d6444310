"""What is printed: each paper is one HTML text."""
