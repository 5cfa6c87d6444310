"""The mail programs, a module or folder each, which names its adapter as `CLIENT`; nothing lists them."""
