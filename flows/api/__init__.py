"""Dossiers for other systems, over JSON (docs/api.md): thin endpoints that call the services."""
