"""Tests of Vietnamese office conventions."""
