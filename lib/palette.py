"""The colours of the charter, one place for charts, maps and style sheets; contrasts are checked by a test."""

INK, SECOND, LINE, PAPER, GROUND = "#161A24", "#4A5462", "#C9D0D8", "#FFFFFF", "#F4F6F8"
MINE = "#12436D"
COMPARATORS = ("#28A197", "#801650", "#F46A25")
FAVORABLE, UNFAVORABLE = "#1F6F5C", "#9A3324"
SEQUENTIAL = ("#DCE6F0", "#A9C1DA", "#7399BF", "#42719B", "#12436D")
MANY_SHADES = {
    6: ("#DCE6F0", "#B3C8DE", "#88A9CA", "#5F88B1", "#386891", "#12436D"),
    7: ("#DCE6F0", "#BACDE1", "#97B4D1", "#7399BF", "#527FA7", "#316188", "#12436D"),
}
LOWER = ("#F6CDAE", "#E58C4C", "#9C4410")  # below the reference, from the nearest to the farthest
UPPER = ("#C3D5E7", "#6A94BE", "#12436D")  # above it
NEUTRAL = "#F7F5F0"
UNKNOWN, SECRET = "#E4E7EB", "#9AA3AD"
FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"


def sequential(classes: int) -> tuple[str, ...]:
    """Return ``classes`` sequential fills (1 to 7), from light to dark."""
    few = {1: SEQUENTIAL[2:3], 2: SEQUENTIAL[1::2], 3: SEQUENTIAL[::2], 4: SEQUENTIAL[1:], 5: SEQUENTIAL}
    return (few | MANY_SHADES)[classes]


def diverging(below: int, above: int, *, neutral: bool) -> tuple[str, ...]:
    """Return the fills of ``below`` classes under the reference and ``above`` over it (0 to 3 each), low to high."""
    low = {0: (), 1: LOWER[1:2], 2: LOWER[1:], 3: LOWER}
    high = {0: (), 1: UPPER[1:2], 2: UPPER[1:], 3: UPPER}
    middle = (NEUTRAL,) if neutral else ()
    return (*reversed(low[below]), *middle, *high[above])


def _multiplied(one: str, other: str) -> str:
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * b / 255):02X}" for a, b in pairs)


ACROSS, UPWARD = ("#F2F4F6", "#93B4D3", "#4A82B4"), ("#F2F4F6", "#F0B98F", "#DE7A3A")
CROSSED = tuple(tuple(_multiplied(blue, orange) for blue in ACROSS) for orange in UPWARD)  # [second][first]
