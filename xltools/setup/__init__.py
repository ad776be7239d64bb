"""What a computer needs for the buttons to work: install it, take it back, update it, and the doctor."""
