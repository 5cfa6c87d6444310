"""The mail programs, one module or folder each; each names its adapter as `CLIENT`."""
