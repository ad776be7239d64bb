"""Tests of scripts/ and of the lock files."""
