"""The routings: one declarative Viewflow flow each, append-only, chosen by a procedure version."""
