"""The system's own scheduler, told to start Tillbridge each day: written, read back, and taken out again."""
