"""Tests of KeHoach."""
