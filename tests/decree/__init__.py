"""Tests of the decree checker."""
