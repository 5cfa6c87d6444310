"""Benchmarks, run on demand: `python -m tests.bench.startup`, `python -m tests.bench.event_loop`."""
