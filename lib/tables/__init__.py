"""What several sources share to read official tables: cells, vocabularies, layouts. Pure; used by ``lib.sources``."""
