"""Journeys: through pages in a real browser, as people do. No test reaches behind the pages to act."""
