"""What was sent to Xero, and nothing else: each document once, before it goes and after."""
