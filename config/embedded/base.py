"""The backend Django loads: it differs from the stock one in where the connection's address comes from."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from config.embedded.server import ensure_database, ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    database_known = False

    def get_connection_params(self) -> dict[str, Any]:
        address = ensure_running(self.settings_dict["EMBEDDED_DATA"])
        self.settings_dict["HOST"] = address.host
        self.settings_dict["PORT"] = str(address.port)
        name = self.settings_dict["NAME"]
        if name and name == "podium" and not DatabaseWrapper.database_known:
            ensure_database(address, name)
            DatabaseWrapper.database_known = True
        params: dict[str, Any] = super().get_connection_params()
        return params
