"""What the practice Xero takes: one module a kind of document, each with Xero's own rules for it."""
