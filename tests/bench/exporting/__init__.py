"""What sending costs: processor time a document beside Xero's own library, and memory as the files grow."""
