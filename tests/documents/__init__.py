"""Tests of reading plan documents; the plans and their answers are in tests/plans."""
