"""Reading a Xero organisation."""
