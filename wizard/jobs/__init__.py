"""Jobs: one verb per file, typed input in, a value or a Problem out; no Qt."""
