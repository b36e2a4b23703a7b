"""One file a verb, read from top to bottom."""
