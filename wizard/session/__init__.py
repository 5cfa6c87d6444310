"""One run of a procedure: where it is, what was answered, what its steps resulted in; no widgets, no text."""
