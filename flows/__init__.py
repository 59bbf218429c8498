"""Dossiers and their routing: the one-stop office. Imports the catalogue, never a page.

services: what happens when someone acts; routings: who is next; effects: what leaves the house.
"""
