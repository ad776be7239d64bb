"""A signed plan document read into data: by form and fixed administrative phrases, plain rules, no model."""
