"""An act confirmed: by a one-time code for a person, by a digital signature for an organisation."""
