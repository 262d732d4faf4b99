"""The small page that stands inside another site: its style, its headers, what it says when it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from lib.formats import NBSP
from lib.palette import FONT, GROUND, INK, LINE, MINE, PAPER, SECOND

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
FACES = "".join(
    "@font-face{font-family:'Atkinson Hyperlegible Next';font-display:swap;"
    f"font-weight:{weight};src:url(/statique/polices/atkinson-hyperlegible-next-latin-{weight}-normal.woff2)}}"
    for weight in (400, 700)
)
STYLE = f"""{FACES}
*{{box-sizing:border-box}}body{{margin:0;padding:0.75rem;background:{PAPER};color:{INK};font:16px/1.45 {FONT}}}
h1{{font-size:1.15rem;margin:0}}p{{margin:0.3rem 0}}.second{{color:{SECOND};font-size:0.9rem}}a{{color:{MINE}}}
figure{{margin:0.5rem 0}}svg{{max-width:100%;height:auto;display:block}}.etroit{{display:none}}
@media(max-width:640px){{.double .large{{display:none}}.double .etroit{{display:block}}}}
summary{{cursor:pointer;color:{MINE};font-weight:700}}.defile{{overflow-x:auto}}
table{{border-collapse:collapse;width:100%;font-size:0.9rem;font-variant-numeric:tabular-nums}}
caption{{text-align:left;color:{SECOND};padding:0.3rem 0}}
th,td{{padding:0.3rem 0.5rem;border-bottom:1px solid {LINE};text-align:right}}
th:first-child,td:nth-child(2){{text-align:left;font-weight:400}}thead th{{background:{GROUND};font-weight:700}}
"""


def document(
    *, title: str, subtitle: str, drawings: Sequence[str], absent: str, table: str, source: str, address: str
) -> bytes:
    """Return the page of a chart: title, drawing, table to open, source, way back to the application."""
    names = ("large", "etroit")
    pictures = "".join(
        f'<div class="{name}" role="img" aria-label="{escape(title)}. Le tableau donne les mêmes chiffres.">{svg}</div>'
        for name, svg in zip(names, drawings, strict=False)
    )
    kind = ' class="double"' if len(drawings) > 1 else ""
    drawn = f"<figure{kind}>{pictures}</figure>" if drawings else "<p>Aucun chiffre installé pour ce territoire.</p>"
    figures = f"<details><summary>Voir le tableau</summary>{table}</details>" if table else ""
    said = f'<p class="second">{escape(absent)}</p>' if absent else ""
    return _whole(
        title,
        f'<h1>{escape(title)}</h1><p class="second">{escape(subtitle)}</p>{drawn}{said}{figures}'
        f'<p class="second">{escape(source)} <a href="{escape(address)}" target="_blank" rel="noopener">'
        "Ouvrir dans Boussole sociale</a></p>",
    )


def refusal(what: str, where: str, remedy: str) -> bytes:
    """Return the page that says why there is no chart."""
    cure = f"<p>Que faire{NBSP}: {escape(remedy)}</p>" if remedy else ""
    return _whole(what, f"<h1>{escape(what)}</h1><p>Où{NBSP}: {escape(where)}</p>{cure}")


def _whole(title: str, body: str) -> bytes:
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · Boussole sociale</title><style>{STYLE}</style>"
    )
    return f'<!doctype html><html lang="fr"><head>{head}</head><body><main>{body}</main></body></html>'.encode()
