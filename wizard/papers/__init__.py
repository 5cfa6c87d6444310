"""What is printed: each paper one string of HTML."""
