"""The facilities kept from Insee's base permanente des équipements (BPE): ours, what it is, its codes. Pure.

The nomenclature changed with the 2023 edition: both lists of codes are kept, the older last.
"""

from __future__ import annotations

from lib.model import Variable

FACILITIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("france_services", "France services", ("A128",)),
    ("agence_france_travail", "Réseau de proximité France Travail", ("A122",)),
    ("bureau_de_poste", "Bureau de poste", ("A206",)),
    ("relais_poste", "Relais poste", ("A207",)),
    ("agence_postale", "Agence postale", ("A208",)),
    ("ecole_maternelle", "École maternelle", ("C107", "C101", "C102")),
    ("ecole_primaire", "École primaire (maternelle et élémentaire)", ("C108",)),
    ("ecole_elementaire", "École élémentaire", ("C109", "C104", "C105")),
    ("college", "Collège", ("C201",)),
    ("centre_de_sante", "Centre de santé", ("D108",)),
    ("maison_sante_pluridisciplinaire", "Maison de santé pluridisciplinaire", ("D113",)),
    ("dieteticien", "Diététicien", ("D249",)),
    ("psychologue", "Psychologue", ("D250",)),
    ("medecin_generaliste", "Médecin généraliste", ("D265", "D201")),
    ("chirurgien_dentiste", "Chirurgien-dentiste", ("D277", "D221")),
    ("sage_femme", "Sage-femme", ("D278", "D231")),
    ("masseur_kinesitherapeute", "Masseur-kinésithérapeute", ("D279", "D233")),
    ("pedicure_podologue", "Pédicure-podologue", ("D280", "D237")),
    ("infirmier", "Infirmier", ("D281", "D232")),
    ("orthophoniste", "Orthophoniste", ("D235",)),
    ("laboratoire_analyses", "Laboratoire d'analyses médicales", ("D302",)),
    ("ambulance", "Ambulance", ("D303",)),
    ("pharmacie", "Pharmacie", ("D307", "D301")),
    ("personnes_agees_hebergement", "Personnes âgées : hébergement", ("D401",)),
    ("personnes_agees_services_aide", "Personnes âgées : services d'aide", ("D403",)),
    ("etablissement_accueil_jeune_enfant", "Établissement d'accueil du jeune enfant", ("D502",)),
    ("relais_petite_enfance", "Relais petite enfance", ("D504",)),
    ("accueil_loisirs_sans_hebergement", "Accueil de loisirs sans hébergement", ("D505",)),
    ("centre_social", "Centre social", ("D506",)),
    ("adultes_handicapes_services_aide", "Adultes handicapés : services d'aide", ("D604",)),
    ("chrs", "Centre d'hébergement et de réinsertion sociale", ("D703",)),
    ("centre_provisoire_hebergement", "Centre provisoire d'hébergement", ("D704",)),
    ("cada", "Centre d'accueil de demandeurs d'asile", ("D705",)),
    ("gare", "Gare de voyageurs", ("E107", "E108", "E109")),
)
# In the transcription only: the code of this kind is not known to us.
UNCODED = (("micro_creche", "Micro-crèche"),)


def variables(column: str) -> tuple[Variable, ...]:
    """Return the variables of the official files; ``column`` is where they write the kind of facility."""
    return tuple(Variable(name, label, f"{column} {', '.join(codes)}") for name, label, codes in FACILITIES)
