"""Set-up files as jobs: one saved of a store, one taken over, one compared with what a store has."""
