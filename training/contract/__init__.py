"""What web and trainer agree on. Standard library only: the one part of the trainer that the web imports."""
