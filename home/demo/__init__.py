"""The demo: a catalogue, people for every role, pages, and dossiers in every state.

Everything is made by driving the real imports and services, never by writing rows beside them.
"""
