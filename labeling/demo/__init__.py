"""The demo: our own prompts, three scripted annotators with a known rule, and the whole loop over them."""
