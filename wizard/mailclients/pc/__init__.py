"""What mail programs' adapters ask of the PC: processes, windows, the registry, sealing, folders."""
