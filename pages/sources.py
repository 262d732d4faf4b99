"""Sources: freshness, coverage, provenance, mention to cite, and what can still be collected."""

from lib.ui.sources_page import show_sources

show_sources()
