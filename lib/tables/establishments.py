"""The categories of health and social establishments kept from FINESS: ours, official codes, what each counts. Pure."""

from __future__ import annotations

from lib.model import Variable

CATEGORIES = (
    ("ehpad", ("500",), "Établissements d'hébergement pour personnes âgées dépendantes"),
    ("ehpa", ("501", "502"), "Autres établissements d'hébergement pour personnes âgées"),
    ("residences_autonomie", ("202",), "Résidences autonomie"),
    ("accueils_jour_personnes_agees", ("207",), "Centres de jour pour personnes âgées"),
    (
        "soins_infirmiers_domicile",
        ("354", "209"),
        "Services de soins infirmiers à domicile ou services autonomie avec soins",
    ),
    ("services_autonomie_aide", ("460",), "Services autonomie d'aide à domicile"),
    ("esat", ("246",), "Établissements et services d'aide par le travail"),
    ("foyers_adultes_handicapes", ("252", "253", "382", "449"), "Foyers non médicalisés pour adultes handicapés"),
    ("foyers_medicalises", ("255", "437", "448"), "Maisons d'accueil spécialisées et foyers médicalisés"),
    ("services_accompagnement_adultes", ("445", "446"), "Services d'accompagnement d'adultes handicapés"),
    ("etablissements_enfants_handicapes", ("183", "186", "188", "192"), "Instituts pour enfants handicapés"),
    ("services_enfants_handicapes", ("182",), "Services d'éducation spéciale et de soins à domicile"),
    ("camsp_cmpp", ("189", "190"), "Centres d'action médico-sociale précoce et médico-psycho-pédagogiques"),
    ("chrs", ("214",), "Centres d'hébergement et de réinsertion sociale"),
    ("autres_centres_accueil", ("219",), "Autres centres d'accueil"),
    ("pensions_famille", ("258",), "Pensions de famille et maisons relais"),
    ("residences_sociales", ("256", "257", "259"), "Résidences sociales, foyers de jeunes et de travailleurs"),
    ("cada", ("443",), "Centres d'accueil de demandeurs d'asile"),
    ("pmi", ("223",), "Centres de protection maternelle et infantile"),
    ("protection_enfance", ("166", "175", "176", "177"), "Établissements de protection de l'enfance"),
    ("centres_sante", ("124",), "Centres de santé"),
    ("maisons_sante", ("603",), "Maisons de santé"),
    ("addictions", ("178", "197"), "Centres d'addictologie et de réduction des risques"),
)
NAMES = {code: name for name, codes, _ in CATEGORIES for code in codes}


def variables(column: str) -> tuple[Variable, ...]:
    """Return the variables of the register; ``column`` is where it writes the category."""
    return tuple(Variable(name, label, f"{column} {', '.join(codes)}") for name, codes, label in CATEGORIES)
