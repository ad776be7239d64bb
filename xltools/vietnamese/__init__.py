"""Vietnamese office conventions: amounts in words, dates, deadlines, working days, text and old encodings."""
