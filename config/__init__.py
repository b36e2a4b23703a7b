"""Settings, addresses and the database of the web application."""
