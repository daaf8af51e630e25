"""The benchmark: `python -m tests.bench` for speed, `python -m tests.bench linear` for texts that are hard to read."""
