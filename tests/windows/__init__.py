"""Tests of the program on Windows' own Python, run under Wine."""
