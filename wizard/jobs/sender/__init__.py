"""Jobs for the store's own sender."""
