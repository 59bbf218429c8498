"""Feedback and complaints from the portal (phản ánh, kiến nghị), with or without a dossier."""
