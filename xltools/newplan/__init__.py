"""A workbook for a new plan: from a document, from a former workbook, from a few facts."""
