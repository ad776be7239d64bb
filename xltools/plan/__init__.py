"""What a plan is: typed rows, and what can be said of them. No Excel, no files."""
