"""What a visitor reads in a simulated page, and what must never be there."""

import gzip
import re
import struct
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from lib.ui import map_answers

GARBAGE = re.compile(r"\b(nan|NaN|None|null|undefined|Traceback|<NA>|NaT|inf)\b|0x[0-9a-f]{6}|[{]\w*[}]")
HOLLOW = re.compile(r"<(td|th|p|strong|li|dd|dt|h3|caption)(?: [^>]*)?>\s*</\1>")
CLUMSY = re.compile(r"\b(de le|de les|à le|à les|de [ÉEIO]chirolles|de Isère|du l')\b", re.I)


def nodes(at: AppTest) -> Iterator[Any]:
    """Yield every element of the page, in reading order."""
    waiting = [at.main]
    while waiting:
        node = waiting.pop(0)
        waiting[:0] = list(getattr(node, "children", {}).values())
        yield node


def holds(at: AppTest, number: int) -> bool:
    """Tell whether a number of six digits is sent to the browser: as text, in chart data, in the map's payload."""
    shown = re.compile(rf"{number // 1000}\D{{0,8}}{number % 1000}")
    packed = (struct.pack("<d", number), struct.pack("<q", number))
    for node in nodes(at):
        sent = node.proto.SerializeToString() if hasattr(node.proto, "SerializeToString") else b""
        if any(one in sent for one in packed) or shown.search(sent.decode("utf-8", "ignore")):
            return True
    return bool(shown.search(markup(at))) or any(shown.search(body) for body in map_bodies(at))


def map_addresses(at: AppTest) -> list[str]:
    """Return where the maps of the page ask for their values."""
    found = []
    for node in nodes(at):
        sent = node.proto.SerializeToString() if hasattr(node.proto, "SerializeToString") else b""
        found += re.findall(rf"{map_answers.ADDRESS}\?[^\"\\ ]+", sent.decode("utf-8", "ignore"))
    return found


def map_bodies(at: AppTest) -> list[str]:
    """Return the values that the maps of the page ask for, as they are sent."""
    asked = [
        map_answers.read(dict(parse_qsl(address.partition("?")[2], keep_blank_values=True)))
        for address in map_addresses(at)
    ]
    return [gzip.decompress(map_answers.body(one)).decode() for one in asked]


def pieces(at: AppTest) -> Iterator[str]:
    """Yield every text of the page, HTML included, in reading order."""
    for node in nodes(at):
        for name in ("label", "value"):
            text = getattr(node, name, None)
            if isinstance(text, str) and text and not text.startswith("<script"):
                yield text


def markup(at: AppTest) -> str:
    """Return the page as one HTML text."""
    return "\n".join(pieces(at))


def words(at: AppTest) -> str:
    """Return what is read on the page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", markup(at)))


def hollow_headings(at: AppTest) -> list[str]:
    """Return the headings with nothing under them: followed by one of the same rank or a higher one, or by the end."""
    ranks = {"title": 1, "header": 2, "subheader": 3}
    found, last = [], None
    for node in nodes(at):
        rank = ranks.get(node.type)
        if rank and last and rank <= last[0]:
            found.append(last[1])
        if rank:
            last = (rank, node.value)
        elif not getattr(node, "children", None):
            last = None
    return found


def problems(at: AppTest) -> list[str]:
    """Return the messages (what, where, remedy) shown on the page."""
    found = re.findall(r'<div class="probleme" role="alert">.*?</div>', markup(at), re.S)
    return [unescape(re.sub(r"<[^>]+>", " ", one)) for one in found]


def assert_sound(at: AppTest) -> None:
    """Check that nothing broke, that no problem is told, that no technical residue or hollow cell is on the page."""
    assert not at.exception and not at.error
    assert problems(at) == []
    assert hollow_headings(at) == []
    text = words(at)
    for pattern, where in ((GARBAGE, text), (CLUMSY, text), (HOLLOW, markup(at))):
        found = pattern.search(where)
        assert found is None, where[max(0, found.start() - 120) : found.end() + 60]


def assert_told(at: AppTest, *wanted: str) -> None:
    """Check that the page tells a problem in three parts and holds every wanted word, the rest standing."""
    assert not at.exception and not at.error
    found = problems(at)
    assert found, words(at)[:2000]
    for one in found:
        assert re.search(r"Où\s*: \S", one) and re.search(r"Que faire\s*: \S", one), one
        assert not re.search(r"Error|Traceback|expected|line \d", one), one
    for word in wanted:
        assert any(word in one for one in found), (word, found)


def open_origins(at):
    """Open the origin of every figure, and return their keys."""
    keys = [str(key) for key in at.session_state.to_dict() if str(key).startswith("origine-")]
    for key in keys:
        at.session_state[key] = True
    return keys
