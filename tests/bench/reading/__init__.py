"""Reading store files, against a bare csv.reader pass over the same file."""
