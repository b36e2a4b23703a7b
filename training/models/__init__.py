"""Models: where they come from, how they answer, how they score."""
