"""The table of matches: its rows, its marks, the list an account is picked from."""
