"""Where the values of mail programs are: files and registry keys, changed in place."""
