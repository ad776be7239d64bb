"""The benches of ``bench.py``."""
