"""Rows become token ids: prompts to answer, rankings to learn from."""
