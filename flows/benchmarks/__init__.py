"""Figures of the one-stop office for `make bench`, each beside its peer measured in the same run."""

from flows.benchmarks import acting, papers, reading

BENCHMARKS = {
    "lookup": reading.lookup,
    "statistics": reading.statistics,
    "queue": reading.queue,
    "filing": acting.filing,
    "step": acting.step,
    "slip": papers.slip,
    "journal": papers.journal,
}
