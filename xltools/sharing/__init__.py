"""Sharing: one copy of the workbook per unit, and the three-way merge back with nothing lost."""
