"""Word templates to letters: compile once, merge many."""
