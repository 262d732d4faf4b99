"""The structures that pages show as parts of a whole: what is counted, its parts, where they are read."""

from __future__ import annotations

from lib.structure import Part, Structure

CENSUS = ("insee_rp_communes", "insee_rp_melodi", "insee_dossier_complet")  # national files, first when collected
CLOSING = ("releve_references", "insee_rp_iris")
WHOLE_CENSUS = (*CENSUS, "insee_rp_iris")  # what no copy gives
SEXES = ("hommes", "femmes")
AGES_OF_FIVE = (*(f"{start}_{start + 4}" for start in range(0, 95, 5)), "95_plus")
AGES_OF_FIFTEEN = (
    ("0_14", "moins de 15 ans"),
    ("15_29", "15 à 29 ans"),
    ("30_44", "30 à 44 ans"),
    ("45_59", "45 à 59 ans"),
    ("60_74", "60 à 74 ans"),
    ("75_plus", "75 ans ou plus"),
)


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
    WHOLE_CENSUS,
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
FIFTEEN_YEARS = Structure(
    "habitants",
    tuple(Part(f"{sex.capitalize()}, {label}", (f"{sex}_{age}",)) for sex in SEXES for age, label in AGES_OF_FIFTEEN),
    "population",
    WHOLE_CENSUS,
)
PYRAMIDS = {FIVE_YEARS: 5, FIFTEEN_YEARS: 15}  # years of a group, the finest first
PERIODS = Structure(
    "résidences principales dont l'âge est connu",
    (
        Part("Avant 1919", ("rp_avant_1919",)),
        Part("De 1919 à 1945", ("rp_1919_1945",)),
        Part("De 1946 à 1970", ("rp_1946_1970",)),
        Part("De 1971 à 1990", ("rp_1971_1990",)),
        Part("De 1991 à 2005", ("rp_1991_2005",)),
        Part("Depuis 2006", ("rp_2006_plus",)),
    ),
    "",  # the last two or three years of building are in no period
    WHOLE_CENSUS,
)
HEATING = Structure(
    "résidences principales",
    (
        Part("Gaz de réseau", ("rp_chauffage_gaz",)),
        Part("Électricité", ("rp_chauffage_electrique",)),
        Part("Fioul", ("rp_chauffage_fioul",)),
        Part("Gaz en bouteille", ("rp_chauffage_bouteille",)),
        Part(
            "Bois, réseau de chaleur, autre",
            ("residences_principales",),
            ("rp_chauffage_gaz", "rp_chauffage_electrique", "rp_chauffage_fioul", "rp_chauffage_bouteille"),
        ),
    ),
    "residences_principales",
    WHOLE_CENSUS,
)
INCOME_SOURCES = Structure(
    "revenu disponible",
    (
        Part("Salaires", ("part_salaires_revenu",)),
        Part("Allocations de chômage", ("part_chomage_revenu",)),
        Part("Activité indépendante", ("part_independants_revenu",)),
        Part("Retraites, pensions", ("part_pensions_revenu",)),
        Part("Patrimoine", ("part_patrimoine_revenu",)),
        Part("Prestations sociales", ("part_prestations_sociales_revenu",)),
        Part("Impôts directs, retranchés", ("part_impots_revenu",)),
    ),
    "",
    ("insee_filosofi_cc", "insee_filosofi_disp", "insee_filosofi_2023", "insee_filosofi_iris"),
    published=True,
    measured="en % du revenu disponible",
    told="« {part} » compte pour {valeur} du revenu disponible",
)
CHILDCARE = Structure(
    "places d'accueil",
    (
        Part("Crèches", ("taux_couverture_eaje",)),
        Part("Assistantes maternelles", ("taux_couverture_assistantes_maternelles",)),
        Part("Garde à domicile", ("taux_couverture_garde_domicile",)),
        Part("École avant 3 ans", ("taux_couverture_preelementaire",)),
    ),
    "taux_couverture_accueil",
    ("cnaf_accueil_jeune_enfant",),
    published=True,
    unit="pour_100",
    measured="en places pour 100 enfants de moins de 3 ans",
    told="« {part} » offre {valeur} places pour 100 enfants de moins de 3 ans",
)
RECIPIENTS = Structure(
    "foyers allocataires",
    (
        Part("Personnes seules sans enfant", ("allocataires_isoles",)),
        Part("Familles monoparentales", ("allocataires_monoparents",)),
        Part("Couples sans enfant", ("couples_sans_enfant",)),
        Part("Couples avec enfants", ("couples_avec_enfants",)),
    ),
    "foyers_allocataires",
    ("cnaf_iris",),
)
