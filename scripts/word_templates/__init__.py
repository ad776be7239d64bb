"""The Word templates that are shipped, each built by a module of its kind; styles and tables are shared."""
