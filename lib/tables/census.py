"""The census variables (RP): our name, what they count, the official columns that make them, by table. Pure.

``{a}`` is the year on two digits. Alternatives are separated by ``|``: official names change with the table and the
year (occupations in 2022, completion and heating, qualifications); the first whose columns are all there is used.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from dataclasses import dataclass

from lib.model import Break, Variable

POPULATION, ACTIVITY, HOUSING, HOUSEHOLDS, EDUCATION = "population", "activite", "logement", "menages", "diplomes"
MOST_CHOICES = 4  # names of one variable that are told one by one
# What tells a table from the others, whatever the year.
CORE = {
    POPULATION: ("P{a}_POP", "C{a}_POP15P"),
    ACTIVITY: ("P{a}_POP1564", "P{a}_ACT1564", "P{a}_CHOM1564"),
    HOUSING: ("P{a}_LOG", "P{a}_RP", "P{a}_RP_PROP"),
    HOUSEHOLDS: ("C{a}_MEN", "C{a}_FAM"),
    EDUCATION: ("P{a}_NSCOL15P", "P{a}_SCOL1824"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One census variable: table, identifier, label, alternatives of official columns to add up."""

    table: str
    id: str
    libelle: str
    officiel: str

    @property
    def told(self) -> str:
        """The official columns as people read them: one name with an ellipsis when it changes every year."""
        choices = self.officiel.split("|")
        if len(choices) <= MOST_CHOICES:
            return self.officiel
        return f"{choices[0].rstrip(string.digits)}… (dernière période)"

    def columns(self, year: str, present: frozenset[str]) -> tuple[str, ...]:
        """Return the official columns of ``year`` (two digits) found in ``present``, empty when there are none."""
        for choice in self.officiel.split("|"):
            names = tuple(name.format(a=year) for name in choice.split("+"))
            if present.issuperset(names):
                return names
        return ()


def _items(table: str, lines: str) -> list[Item]:
    cut = (line.split(";") for line in lines.strip().splitlines())
    return [Item(table, *(part.strip() for part in parts)) for parts in cut]


def _since_2006() -> str:
    """Name the column of the last period, whose end moves each year: 2008 in 2011, 2018 in 2021, 2020 in 2023."""
    return "|".join(f"P{{a}}_RP_ACH{end}" for end in ("2020", "2019", *(f"{year:02}" for year in range(18, 7, -1))))


ITEMS: tuple[Item, ...] = (
    *_items(
        POPULATION,
        """
        population; Population municipale; P{a}_POP
        pop_0_2; 0 à 2 ans; P{a}_POP0002
        pop_3_5; 3 à 5 ans; P{a}_POP0305
        pop_6_10; 6 à 10 ans; P{a}_POP0610
        pop_11_17; 11 à 17 ans; P{a}_POP1117
        pop_18_24; 18 à 24 ans; P{a}_POP1824
        pop_25_39; 25 à 39 ans; P{a}_POP2539
        pop_40_54; 40 à 54 ans; P{a}_POP4054
        pop_55_64; 55 à 64 ans; P{a}_POP5564
        pop_65_79; 65 à 79 ans; P{a}_POP6579
        pop_80_plus; 80 ans ou plus; P{a}_POP80P
        pop_0_14; 0 à 14 ans; P{a}_POP0014
        pop_15_29; 15 à 29 ans; P{a}_POP1529
        pop_30_44; 30 à 44 ans; P{a}_POP3044
        pop_45_59; 45 à 59 ans; P{a}_POP4559
        pop_60_74; 60 à 74 ans; P{a}_POP6074
        pop_75_plus; 75 ans ou plus; P{a}_POP75P|P{a}_POP7589+P{a}_POP90P
        pop_0_19; 0 à 19 ans; P{a}_POP0019|P{a}_H0019+P{a}_F0019
        pop_20_64; 20 à 64 ans; P{a}_POP2064|P{a}_H2064+P{a}_F2064
        pop_65_plus; 65 ans ou plus; P{a}_POP65P|P{a}_H65P+P{a}_F65P
        hommes; Hommes; P{a}_POPH
        femmes; Femmes; P{a}_POPF
        hommes_0_14; Hommes de moins de 15 ans; P{a}_H0014
        hommes_15_29; Hommes de 15 à 29 ans; P{a}_H1529
        hommes_30_44; Hommes de 30 à 44 ans; P{a}_H3044
        hommes_45_59; Hommes de 45 à 59 ans; P{a}_H4559
        hommes_60_74; Hommes de 60 à 74 ans; P{a}_H6074
        hommes_75_plus; Hommes de 75 ans ou plus; P{a}_H75P|P{a}_H7589+P{a}_H90P
        femmes_0_14; Femmes de moins de 15 ans; P{a}_F0014
        femmes_15_29; Femmes de 15 à 29 ans; P{a}_F1529
        femmes_30_44; Femmes de 30 à 44 ans; P{a}_F3044
        femmes_45_59; Femmes de 45 à 59 ans; P{a}_F4559
        femmes_60_74; Femmes de 60 à 74 ans; P{a}_F6074
        femmes_75_plus; Femmes de 75 ans ou plus; P{a}_F75P|P{a}_F7589+P{a}_F90P
        pop_15_plus; 15 ans ou plus; C{a}_POP15P
        agriculteurs; Agriculteurs exploitants de 15 ans ou plus; C{a}_POP15P_CS1|C{a}_POP15P_STAT_GSEC11_21
        artisans; Artisans, commerçants, chefs d'entreprise; C{a}_POP15P_CS2|C{a}_POP15P_STAT_GSEC12_22
        cadres; Cadres et professions intellectuelles supérieures; C{a}_POP15P_CS3|C{a}_POP15P_STAT_GSEC13_23
        professions_intermediaires; Professions intermédiaires; C{a}_POP15P_CS4|C{a}_POP15P_STAT_GSEC14_24
        employes; Employés; C{a}_POP15P_CS5|C{a}_POP15P_STAT_GSEC15_25
        ouvriers; Ouvriers; C{a}_POP15P_CS6|C{a}_POP15P_STAT_GSEC16_26
        retraites; Retraités; C{a}_POP15P_CS7|C{a}_POP15P_STAT_GSEC32
        autres_sans_activite; Autres personnes sans activité professionnelle; C{a}_POP15P_CS8|C{a}_POP15P_STAT_GSEC40
        etrangers; Étrangers; P{a}_POP_ETR
        immigres; Immigrés; P{a}_POP_IMM
        """,
    ),
    *_items(
        ACTIVITY,
        """
        pop_15_64; 15 à 64 ans; P{a}_POP1564
        pop_15_24; 15 à 24 ans; P{a}_POP1524
        actifs_15_64; Actifs de 15 à 64 ans; P{a}_ACT1564
        actifs_15_24; Actifs de 15 à 24 ans; P{a}_ACT1524
        actifs_occupes_15_64; Actifs de 15 à 64 ans ayant un emploi; P{a}_ACTOCC1564
        chomeurs_15_64; Chômeurs de 15 à 64 ans au sens du recensement; P{a}_CHOM1564
        chomeurs_15_24; Chômeurs de 15 à 24 ans au sens du recensement; P{a}_CHOM1524
        eleves_15_64; Élèves, étudiants, stagiaires de 15 à 64 ans; P{a}_ETUD1564
        retraites_15_64; Retraités ou préretraités de 15 à 64 ans; P{a}_RETR1564
        autres_inactifs_15_64; Autres inactifs de 15 à 64 ans; P{a}_AINACT1564
        chomeurs_sans_diplome; Chômeurs sans diplôme; P{a}_CHOM_DIPLMIN
        actifs_sans_diplome; Actifs sans diplôme; P{a}_ACT_DIPLMIN
        salaries_15_plus; Salariés de 15 ans ou plus; P{a}_SAL15P
        salaries_cdd; Salariés en contrat à durée déterminée; P{a}_SAL15P_CDD
        salaries_interim; Salariés en intérim; P{a}_SAL15P_INTERIM
        salaries_emplois_aides; Salariés en emploi aidé; P{a}_SAL15P_EMPAID
        salaries_apprentis; Apprentis et stagiaires rémunérés; P{a}_SAL15P_APPR
        salaries_temps_partiel; Salariés à temps partiel; P{a}_SAL15P_TP
        actifs_occupes_15_plus; Actifs de 15 ans ou plus ayant un emploi; P{a}_ACTOCC15P
        travail_commune; Travaillent dans leur commune; P{a}_ACTOCC15P_ILT1
        actifs_transport_connu; Actifs occupés (exploitation complémentaire); C{a}_ACTOCC15P
        travail_domicile; Pas de transport pour aller travailler; C{a}_ACTOCC15P_PAS
        travail_marche; Vont travailler à pied; C{a}_ACTOCC15P_MAR
        travail_velo; Vont travailler à vélo; C{a}_ACTOCC15P_VELO
        travail_deux_roues; Vont travailler en deux-roues motorisé; C{a}_ACTOCC15P_2ROUESMOT
        travail_voiture; Vont travailler en voiture; C{a}_ACTOCC15P_VOIT
        travail_transports; Vont travailler en transports en commun; C{a}_ACTOCC15P_TCOM
        """,
    ),
    *_items(
        HOUSING,
        """
        logements; Logements; P{a}_LOG
        residences_principales; Résidences principales; P{a}_RP
        residences_secondaires; Résidences secondaires et logements occasionnels; P{a}_RSECOCC
        logements_vacants; Logements vacants; P{a}_LOGVAC
        maisons; Maisons; P{a}_MAISON
        appartements; Appartements; P{a}_APPART
        rp_appartement; Résidences principales en appartement; P{a}_RPAPPART
        rp_1_piece; Résidences principales d'une pièce; P{a}_RP_1P
        rp_2_pieces; Résidences principales de deux pièces; P{a}_RP_2P
        rp_proprietaires; Résidences principales occupées par leur propriétaire; P{a}_RP_PROP
        rp_locataires; Résidences principales en location; P{a}_RP_LOC
        rp_hlm; Résidences principales en logement social loué vide; P{a}_RP_LOCHLMV
        rp_loges_gratuitement; Résidences principales occupées gratuitement; P{a}_RP_GRAT
        rp_suroccupees; Résidences principales suroccupées; C{a}_RP_SUROCC_MOD+C{a}_RP_SUROCC_ACC|C{a}_RP_HSTU1P_SUROCC
        rp_occupation_connue; Résidences principales dont l'occupation est connue; """
        + "C{a}_RP_NORME+C{a}_RP_SOUSOCC_MOD+C{a}_RP_SOUSOCC_ACC+C{a}_RP_SOUSOCC_TACC+C{a}_RP_SUROCC_MOD"
        + """+C{a}_RP_SUROCC_ACC|C{a}_RP_HSTU1P
        rp_avant_1919; Résidences principales d'avant 1919; P{a}_RP_ACH1919|P{a}_RP_ACH19
        rp_1919_1945; Résidences principales de 1919 à 1945; P{a}_RP_ACH1945|P{a}_RP_ACH45
        rp_1946_1970; Résidences principales de 1946 à 1970; P{a}_RP_ACH1970|P{a}_RP_ACH70
        rp_1971_1990; Résidences principales de 1971 à 1990; P{a}_RP_ACH1990|P{a}_RP_ACH90
        rp_1991_2005; Résidences principales de 1991 à 2005; P{a}_RP_ACH2005|P{a}_RP_ACH05
        rp_2006_plus; Résidences principales de 2006 ou après; """
        + _since_2006()
        + """
        rp_chauffage_gaz; Résidences principales au gaz de ville ou de réseau; P{a}_RP_CGAZV
        rp_chauffage_fioul; Résidences principales au fioul; P{a}_RP_CFIOUL
        rp_chauffage_electrique; Résidences principales à l'électricité; P{a}_RP_CELEC
        rp_chauffage_bouteille; Résidences principales au gaz en bouteille ou citerne; P{a}_RP_CGAZB
        rp_chauffage_autre; Résidences principales à un autre combustible, bois compris; P{a}_RP_CAUT
        menages; Ménages; P{a}_MEN
        population_menages; Population des ménages; P{a}_PMEN
        emmenages_moins_2_ans; Ménages installés depuis moins de 2 ans; P{a}_MEN_ANEM0002
        menages_avec_voiture; Ménages ayant au moins une voiture; P{a}_RP_VOIT1P
        menages_deux_voitures; Ménages ayant deux voitures ou plus; P{a}_RP_VOIT2P
        """,
    ),
    *_items(
        HOUSEHOLDS,
        """
        menages_famille; Ménages (exploitation complémentaire); C{a}_MEN
        menages_une_personne; Ménages d'une personne; C{a}_MENPSEUL
        menages_couple_sans_enfant; Ménages d'un couple sans enfant; C{a}_MENCOUPSENF
        menages_couple_avec_enfant; Ménages d'un couple avec enfant; C{a}_MENCOUPAENF
        menages_monoparentaux; Ménages d'une famille monoparentale; C{a}_MENFAMMONO
        population_menages_famille; Population des ménages (exploitation complémentaire); C{a}_PMEN
        population_monoparentale; Population vivant dans une famille monoparentale; C{a}_PMEN_MENFAMMONO
        familles; Familles; C{a}_FAM
        familles_monoparentales; Familles monoparentales; C{a}_FAMMONO
        familles_3_enfants; Familles de trois enfants de moins de 25 ans; C{a}_NE24F3
        familles_4_enfants; Familles de quatre enfants ou plus de moins de 25 ans; C{a}_NE24F4P
        pop_15_24_menages; 15 à 24 ans (table des ménages); P{a}_POP1524
        pop_15_24_seuls; 15 à 24 ans vivant seuls; P{a}_POP1524_PSEUL
        pop_25_54; 25 à 54 ans; P{a}_POP2554|P{a}_POP2539+P{a}_POP4054
        pop_25_54_seuls; 25 à 54 ans vivant seuls; P{a}_POP2554_PSEUL|P{a}_POP2539_PSEUL+P{a}_POP4054_PSEUL
        pop_55_79; 55 à 79 ans; P{a}_POP5579|P{a}_POP5564+P{a}_POP6579
        pop_55_79_seuls; 55 à 79 ans vivant seuls; P{a}_POP5579_PSEUL|P{a}_POP5564_PSEUL+P{a}_POP6579_PSEUL
        pop_65_79_menages; 65 à 79 ans (table des ménages); P{a}_POP6579
        pop_65_79_seuls; 65 à 79 ans vivant seuls; P{a}_POP6579_PSEUL
        pop_80_plus_menages; 80 ans ou plus (table des ménages); P{a}_POP80P
        pop_80_plus_seuls; 80 ans ou plus vivant seuls; P{a}_POP80P_PSEUL
        """,
    ),
    *_items(
        EDUCATION,
        """
        pop_2_5; 2 à 5 ans; P{a}_POP0205
        pop_15_17; 15 à 17 ans; P{a}_POP1517
        pop_18_24_ecole; 18 à 24 ans (table des diplômes); P{a}_POP1824
        scolarises_2_5; Scolarisés de 2 à 5 ans; P{a}_SCOL0205
        scolarises_15_17; Scolarisés de 15 à 17 ans; P{a}_SCOL1517
        scolarises_18_24; Scolarisés de 18 à 24 ans; P{a}_SCOL1824
        non_scolarises_15_plus; Non scolarisés de 15 ans ou plus; P{a}_NSCOL15P
        diplome_aucun; Non scolarisés sans diplôme ou au plus certificat d'études; """
        + "P{a}_NSCOL15P_DIPLMIN|P{a}_NSCOL15P_DIPL0+P{a}_NSCOL15P_CEP"
        + """
        diplome_brevet; Non scolarisés titulaires du brevet des collèges; P{a}_NSCOL15P_BEPC
        diplome_cap_bep; Non scolarisés titulaires d'un CAP ou d'un BEP; P{a}_NSCOL15P_CAPBEP
        diplome_bac; Non scolarisés titulaires du baccalauréat; P{a}_NSCOL15P_BAC
        diplome_superieur; Non scolarisés diplômés du supérieur; """
        + "P{a}_NSCOL15P_SUP2+P{a}_NSCOL15P_SUP34+P{a}_NSCOL15P_SUP5|P{a}_NSCOL15P_SUP"
        + """
        diplome_bac2; Non scolarisés diplômés du supérieur, bac + 2; P{a}_NSCOL15P_SUP2
        diplome_bac34; Non scolarisés diplômés du supérieur, bac + 3 ou bac + 4; P{a}_NSCOL15P_SUP34
        diplome_bac5; Non scolarisés diplômés du supérieur, bac + 5 ou plus; P{a}_NSCOL15P_SUP5
        """,
    ),
)


# Made by the readers, not read: see ``derived``.
CAR_LESS = Variable("menages_sans_voiture", "Ménages sans voiture", "P{a}_RP − P{a}_RP_VOIT1P")
OCCUPATIONS = ("agriculteurs", "artisans", "cadres", "professions_intermediaires", "employes", "ouvriers")
BREAKS = (
    Break("2021", "2022", "Nouvelle nomenclature des professions (PCS 2020)", (*OCCUPATIONS, "retraites")),
    Break("2012", "2013", "De 2013 à 2016, « sans diplôme » comprend le brevet des collèges", ("diplome_aucun",)),
    Break("2016", "2017", "De 2013 à 2016, « sans diplôme » comprend le brevet des collèges", ("diplome_aucun",)),
    Break("2021", "2022", "Nouvelle mesure de l'occupation des logements", ("rp_suroccupees", "rp_occupation_connue")),
)


def variables(tables: Iterable[str] = tuple(CORE)) -> tuple[Variable, ...]:
    """Return the census variables of some tables as a source declares them."""
    kept = set(tables)
    found = [Variable(item.id, item.libelle, item.told) for item in ITEMS if item.table in kept]
    return (*found, CAR_LESS) if HOUSING in kept else tuple(found)


def years(columns: Iterable[str], table: str) -> tuple[str, ...]:
    """Return the years (two digits, oldest first) for which the core columns of a table are there."""
    present = frozenset(columns)
    seen = {match.group(1) for name in present if (match := re.match(r"[PC](\d\d)_", name))}
    found = [year for year in seen if present.issuperset(name.format(a=year) for name in CORE[table])]
    return tuple(sorted(found, key=full_year))


def full_year(year: str) -> str:
    """« 22 » is 2022, « 99 » is 1999."""
    return f"20{year}" if int(year) < 60 else f"19{year}"


def mapping(columns: Iterable[str], table: str, year: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return variable to official columns for one table and year, and the variables that have none in this file."""
    present = frozenset(columns)
    found: dict[str, tuple[str, ...]] = {}
    absent = []
    for item in ITEMS:
        if item.table == table:
            names = item.columns(year, present)
            if names:
                found[item.id] = names
            else:
                absent.append(item.id)
    return found, absent
