"""Generated documents, checked and sent: where the check and the practice Xero differ."""
