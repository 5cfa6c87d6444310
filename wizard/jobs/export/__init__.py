"""Jobs that send a store's documents to Xero and prove what arrived."""
