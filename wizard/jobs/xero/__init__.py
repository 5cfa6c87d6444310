"""Jobs at Xero: signing in, keys, the organisation."""
