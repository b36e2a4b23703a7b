"""Django's PostgreSQL backend over the server that ships in a Python package: started by the first connection."""
