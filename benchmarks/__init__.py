"""Side-by-side measurements. They make what they need, take it away again, and end by themselves; see README.md."""
