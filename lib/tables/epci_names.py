"""Turns the name of an EPCI into a code, for the rare files that publish names without SIREN. Pure.

The code is provisional: ``lib.build.names`` replaces it by the SIREN of the one EPCI that bears the name.
"""

from __future__ import annotations

import re
import unicodedata

PREFIX = "nom:"
KINDS = frozenset({"cc", "ca", "cu", "metropole", "communaute"})
SPELLINGS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def name_code(name: str) -> str:
    """Return the provisional code of a name: no accents, kind, acronym in brackets, articles or punctuation."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", name.lower().replace("œ", "oe"))
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    words = [SPELLINGS.get(word, word) for word in re.sub(r"[^a-z0-9]+", " ", plain).split()]
    if words and words[0] in KINDS:
        words = words[1:]
    while words and words[0] in ("de", "du", "des", "d", "la", "le", "les", "l"):
        words = words[1:]
    return PREFIX + " ".join(words)
