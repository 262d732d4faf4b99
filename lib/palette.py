"""The colours of the charter, one place for charts, maps and style sheets; contrasts are checked by a test."""

INK, SECOND, LINE, PAPER, GROUND = "#161A24", "#4A5462", "#C9D0D8", "#FFFFFF", "#F4F6F8"
MINE = "#12436D"
COMPARATORS = ("#28A197", "#801650", "#F46A25")
FAVORABLE, UNFAVORABLE = "#1F6F5C", "#9A3324"
SEQUENTIAL = ("#DCE6F0", "#A9C1DA", "#7399BF", "#42719B", "#12436D")
UNKNOWN, SECRET = "#E4E7EB", "#9AA3AD"
FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"


def sequential(classes: int) -> tuple[str, ...]:
    """Return ``classes`` sequential fills (1 to 5), from light to dark."""
    return {1: SEQUENTIAL[2:3], 2: SEQUENTIAL[1::2], 3: SEQUENTIAL[::2], 4: SEQUENTIAL[1:]}.get(classes, SEQUENTIAL)
