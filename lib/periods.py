"""Millesimes in words: a year, a quarter, a month. Pure."""

from __future__ import annotations

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def spelled(millesime: str) -> str:
    """Write a millesime in words: « 2021 », « 4e trimestre 2024 », « décembre 2024 », « 2024-2025 »."""
    year, _, part = millesime.partition("-")
    if part.startswith("T"):
        return f"{'1er' if part == 'T1' else part[1:] + 'e'} trimestre {year}"
    return f"{MONTHS[int(part) - 1]} {year}" if len(part) == 2 and 1 <= int(part) <= 12 else millesime
