"""The Excel file: the Book port, its hosts, and the builder of the shipped workbook."""
