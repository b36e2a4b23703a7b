"""The web application: no torch below here."""
