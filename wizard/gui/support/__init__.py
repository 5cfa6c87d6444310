"""For whoever helps: the caller's screen and what to say, a support file made, and one stepped through."""
