"""Builds the shipped Parquet files from official files; run with ``python -m lib.build``."""
