"""Benchmarks, run on demand: `python -m tests.bench.startup`, `….event_loop`, `….command_line`."""
