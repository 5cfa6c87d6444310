"""Jobs in the PC's mail programs: find, plan, write, undo, watch."""
