"""Frozen data types, outcomes and ports (Protocols) that everything else shares."""
