"""The structures that pages show as parts of a whole: what is counted, its parts, where they are read."""

from __future__ import annotations

from lib.structure import Part, Structure

CENSUS = ("insee_rp_communes", "insee_rp_melodi", "insee_dossier_complet")  # national files, first when collected
CLOSING = ("releve_references", "insee_rp_iris")
SEXES = ("hommes", "femmes")
AGES_OF_FIVE = (*(f"{start}_{start + 4}" for start in range(0, 95, 5)), "95_plus")


def _age(group: str) -> str:
    start, end = group.split("_")
    return "95 ans ou plus" if end == "plus" else f"{start} à {end} ans"


SIX_AGES = Structure(
    "habitants",
    (
        Part("Moins de 15 ans", ("pop_0_14",)),
        Part("15 à 29 ans", ("pop_15_29",)),
        Part("30 à 44 ans", ("pop_30_44",)),
        Part("45 à 59 ans", ("pop_45_59",)),
        Part("60 à 74 ans", ("pop_60_74",)),
        Part("75 ans ou plus", ("pop_75_plus",)),
    ),
    "population",
    (*CENSUS, "releve_rp_ages", *CLOSING),
)
HOUSEHOLDS = Structure(
    "ménages",
    (
        Part("Personnes seules", ("menages_une_personne",)),
        Part("Couples sans enfant", ("menages_couple_sans_enfant",)),
        Part("Couples avec enfant", ("menages_couple_avec_enfant",)),
        Part("Familles monoparentales", ("menages_monoparentaux",)),
        Part(
            "Autres ménages",
            ("menages_famille",),
            (
                "menages_une_personne",
                "menages_couple_sans_enfant",
                "menages_couple_avec_enfant",
                "menages_monoparentaux",
            ),
        ),
    ),
    "menages_famille",
    CENSUS,
)
ACTIVITY = Structure(
    "habitants de 15 à 64 ans",
    (
        Part("En emploi", ("actifs_occupes_15_64",)),
        Part("Au chômage", ("chomeurs_15_64",)),
        Part("Élèves, étudiants", ("eleves_15_64",)),
        Part("Retraités", ("retraites_15_64",)),
        Part("Autres inactifs", ("autres_inactifs_15_64",)),
    ),
    "pop_15_64",
    (*CENSUS, "releve_rp_activite", *CLOSING),
)
DIPLOMAS = Structure(
    "habitants de 15 ans ou plus sortis d'études",
    (
        Part("Sans diplôme", ("diplome_aucun",)),
        Part("Brevet", ("diplome_brevet",)),
        Part("CAP ou BEP", ("diplome_cap_bep",)),
        Part("Baccalauréat", ("diplome_bac",)),
        Part("Bac + 2", ("diplome_bac2",)),
        Part("Bac + 3 ou plus", ("diplome_bac34", "diplome_bac5")),
    ),
    "non_scolarises_15_plus",
    (*CENSUS, "releve_rp_diplomes", *CLOSING),
)
TENURE = Structure(
    "résidences principales",
    (
        Part("Propriétaires", ("rp_proprietaires",)),
        Part("Locataires HLM", ("rp_hlm",)),
        Part("Autres locataires", ("rp_locataires",), ("rp_hlm",)),
        Part("Logés gratuitement", ("rp_loges_gratuitement",)),
    ),
    "residences_principales",
    (*CENSUS, "releve_rp_logements", *CLOSING),
)
STOCK = Structure(
    "logements",
    (
        Part("Résidences principales", ("residences_principales",)),
        Part("Résidences secondaires", ("residences_secondaires",)),
        Part("Logements vacants", ("logements_vacants",)),
    ),
    "logements",
    (*CENSUS, "releve_rp_logements", *CLOSING),
)
COMMUTING = Structure(
    "actifs en emploi",
    (
        Part("Voiture", ("travail_voiture",)),
        Part("Transports en commun", ("travail_transports",)),
        Part("Marche", ("travail_marche",)),
        Part("Vélo", ("travail_velo",)),
        Part("Deux-roues motorisé", ("travail_deux_roues",)),
        Part("Pas de déplacement", ("travail_domicile",)),
    ),
    "actifs_transport_connu",
    (*CENSUS, "releve_rp_activite", *CLOSING),
)
FIVE_YEARS = Structure(
    "habitants",
    tuple(Part(f"{sex.capitalize()}, {_age(age)}", (f"{sex}_{age}",)) for sex in SEXES for age in AGES_OF_FIVE),
    "population",
    ("releve_rp_ages",),
)
