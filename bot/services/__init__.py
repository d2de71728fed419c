"""The use cases: what happens when something arrives."""
