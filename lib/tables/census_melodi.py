"""The census in Insee's long files (Melodi): for each data set, the crossings of codes that make our variables. Pure.

Codes are read only where their meaning is established: the ages by Insee's code list CL_AGE; the others by several
independent public readers of the real files and by a published list of Melodi codes. Not read, for want of proof:
DS_RP_ACTIVITE_PRINC (contracts), DS_RP_EMPLOI_LR_COMP, DS_RP_EMPLOI_LT_*, DS_RP_MIGRES_PRINC, nationality, the
DS_RP_TD_* tables of more dimensions, and the periods of construction of 2012.
"""

from __future__ import annotations

from lib.tables.melodi import Layout, recipes

POPULATION = Layout(
    "DS_RP_POPULATION_PRINC",
    frozenset({"AGE", "SEX"}),
    recipes(
        """
        population: AGE=_T
        hommes: AGE=_T SEX=M
        femmes: AGE=_T SEX=F
        hommes_0_14: AGE=Y_LT15 SEX=M
        hommes_15_29: AGE=Y15T29 SEX=M
        hommes_30_44: AGE=Y30T44 SEX=M
        hommes_45_59: AGE=Y45T59 SEX=M
        hommes_60_74: AGE=Y60T74 SEX=M
        hommes_75_plus: AGE=Y_GE75 SEX=M
        femmes_0_14: AGE=Y_LT15 SEX=F
        femmes_15_29: AGE=Y15T29 SEX=F
        femmes_30_44: AGE=Y30T44 SEX=F
        femmes_45_59: AGE=Y45T59 SEX=F
        femmes_60_74: AGE=Y60T74 SEX=F
        femmes_75_plus: AGE=Y_GE75 SEX=F
        pop_0_2: AGE=Y_LT3
        pop_3_5: AGE=Y3T5
        pop_6_10: AGE=Y6T10
        pop_11_17: AGE=Y11T17
        pop_18_24: AGE=Y18T24
        pop_25_39: AGE=Y25T39
        pop_40_54: AGE=Y40T54
        pop_55_64: AGE=Y55T64
        pop_65_79: AGE=Y65T79
        pop_80_plus: AGE=Y_GE80
        pop_0_14: AGE=Y_LT15
        pop_15_29: AGE=Y15T29
        pop_30_44: AGE=Y30T44
        pop_45_59: AGE=Y45T59
        pop_60_74: AGE=Y60T74
        pop_75_plus: AGE=Y_GE75
        pop_0_19: AGE=Y_LT20
        pop_20_64: AGE=Y20T64
        pop_65_plus: AGE=Y_GE65
        pop_15_24_menages: AGE=Y15T24
        pop_25_54: AGE=Y25T39 + AGE=Y40T54
        pop_55_79: AGE=Y55T64 + AGE=Y65T79
        pop_65_79_menages: AGE=Y65T79
        pop_80_plus_menages: AGE=Y_GE80
        """,
        RP_MEASURE="POP",
    ),
)
OCCUPATIONS = Layout(
    "DS_RP_POPULATION_COMP",
    frozenset({"AGE", "SEX", "PCS"}),
    recipes(
        """
        pop_15_plus: PCS=_T
        agriculteurs: PCS=1
        artisans: PCS=2
        cadres: PCS=3
        professions_intermediaires: PCS=4
        employes: PCS=5
        ouvriers: PCS=6
        retraites: PCS=7
        autres_sans_activite: PCS=9
        """,
        RP_MEASURE="POP",
        AGE="Y_GE15",
    ),
)
ACTIVITY = Layout(
    "DS_RP_EMPLOI_LR_PRINC",
    frozenset({"AGE", "SEX", "EDUC", "EMPSTA_ENQ"}),
    recipes(
        """
        pop_15_64: AGE=Y15T64
        pop_15_24: AGE=Y15T24
        actifs_15_64: AGE=Y15T64 EMPSTA_ENQ=1T2
        actifs_15_24: AGE=Y15T24 EMPSTA_ENQ=1T2
        actifs_occupes_15_64: AGE=Y15T64 EMPSTA_ENQ=1
        actifs_occupes_15_plus: AGE=Y_GE15 EMPSTA_ENQ=1
        chomeurs_15_64: AGE=Y15T64 EMPSTA_ENQ=2
        chomeurs_15_24: AGE=Y15T24 EMPSTA_ENQ=2
        retraites_15_64: AGE=Y15T64 EMPSTA_ENQ=31
        eleves_15_64: AGE=Y15T64 EMPSTA_ENQ=33
        autres_inactifs_15_64: AGE=Y15T64 EMPSTA_ENQ=35 + AGE=Y15T64 EMPSTA_ENQ=36
        chomeurs_sans_diplome: AGE=Y15T64 EMPSTA_ENQ=2 EDUC=001T100_RP
        actifs_sans_diplome: AGE=Y15T64 EMPSTA_ENQ=1T2 EDUC=001T100_RP
        """,
        RP_MEASURE="POP",
    ),
)
COMMUTING = Layout(
    "DS_RP_NAVETTES_PRINC",
    frozenset({"TRANS", "WORK_AREA", "AGE", "EMPSTA_ENQ"}),
    recipes(
        """
        actifs_transport_connu: TRANS=_T
        travail_commune: WORK_AREA=10
        travail_domicile: TRANS=1
        travail_marche: TRANS=2
        travail_velo: TRANS=3
        travail_deux_roues: TRANS=4
        travail_voiture: TRANS=5
        travail_transports: TRANS=6
        """,
        RP_MEASURE="POP",
        AGE="Y_GE15",
        EMPSTA_ENQ="1",
    ),
    optional=frozenset({"SEX"}),
)
HOUSING = Layout(
    "DS_RP_LOGEMENT_PRINC",
    frozenset({"OCS", "L_STAY", "TDW", "NRG_SRC", "CARPARK", "NOR", "TSH", "CARS", "BUILD_END"}),
    recipes(
        """
        logements: OCS=_T
        residences_secondaires: OCS=DW_SEC_DW_OCC
        logements_vacants: OCS=DW_VAC
        maisons: OCS=_T TDW=1
        appartements: OCS=_T TDW=2
        residences_principales: OCS=DW_MAIN
        menages: OCS=DW_MAIN
        rp_appartement: OCS=DW_MAIN TDW=2
        rp_1_piece: OCS=DW_MAIN NOR=R1
        rp_2_pieces: OCS=DW_MAIN NOR=R2
        rp_proprietaires: OCS=DW_MAIN TSH=100
        rp_locataires: OCS=DW_MAIN TSH=200
        rp_hlm: OCS=DW_MAIN TSH=221
        rp_loges_gratuitement: OCS=DW_MAIN TSH=300
        rp_avant_1919: OCS=DW_MAIN BUILD_END=Y_LT1919
        rp_1919_1945: OCS=DW_MAIN BUILD_END=Y1919T1945
        rp_1946_1970: OCS=DW_MAIN BUILD_END=Y1946T1970
        rp_1971_1990: OCS=DW_MAIN BUILD_END=Y1971T1990
        rp_1991_2005: OCS=DW_MAIN BUILD_END=Y1991T2005
        rp_2006_plus: OCS=DW_MAIN BUILD_END=Y2006TAAAA
        rp_chauffage_gaz: OCS=DW_MAIN NRG_SRC=TOWN_GAS
        rp_chauffage_fioul: OCS=DW_MAIN NRG_SRC=OIL
        rp_chauffage_electrique: OCS=DW_MAIN NRG_SRC=ELC
        rp_chauffage_bouteille: OCS=DW_MAIN NRG_SRC=BOT_GAS
        rp_chauffage_autre: OCS=DW_MAIN NRG_SRC=OTH
        emmenages_moins_2_ans: OCS=DW_MAIN L_STAY=Y_LT2
        menages_avec_voiture: OCS=DW_MAIN CARS=C_GE1
        menages_deux_voitures: OCS=DW_MAIN CARS=C_GE2
        menages_sans_voiture: OCS=DW_MAIN CARS=C0
        """,
        RP_MEASURE="DWELLINGS",
    )
    | recipes("population_menages: OCS=DW_MAIN", RP_MEASURE="DWELLINGS_POPSIZE"),
)
SIX_CATEGORIES = " + ".join(
    f"OCC_IND={code}"
    for code in ("STD_OCC", "MOD_UNDER_OCC", "SEV_UNDER_OCC", "VSEV_UNDER_OCC", "MOD_OVER_OCC", "SEV_OVER_OCC")
)
OCCUPATION = Layout(
    "DS_RP_LOGEMENT_COMP",
    frozenset({"OCS", "OCC_IND"}),
    recipes(
        f"""
        rp_suroccupees: OCC_IND=MOD_OVER_OCC + OCC_IND=SEV_OVER_OCC
        rp_occupation_connue: {SIX_CATEGORIES}
        """,
        RP_MEASURE="DWELLINGS",
        OCS="DW_MAIN",
    ),
)
HOUSEHOLDS = Layout(
    "DS_RP_MENAGES_COMP",
    frozenset({"TPH", "PCS"}),
    recipes(
        """
        menages_famille: TPH=_T
        menages_une_personne: TPH=11
        menages_couple_sans_enfant: TPH=MF221
        menages_couple_avec_enfant: TPH=MF222
        menages_monoparentaux: TPH=MF21
        """,
        RP_MEASURE="DWELLINGS",
    )
    | recipes(
        """
        population_menages_famille: TPH=_T
        population_monoparentale: TPH=MF21
        """,
        RP_MEASURE="DWELLINGS_POPSIZE",
    ),
    optional=frozenset({"PREFPH"}),
)
LIVING_ALONE = Layout(
    "DS_RP_MENAGES_PRINC",
    frozenset({"AGE", "COUPLE", "CIVIL_STATUS"}),
    recipes(
        """
        pop_15_24_seuls: AGE=Y15T24
        pop_25_54_seuls: AGE=Y25T54
        pop_55_79_seuls: AGE=Y55T64 + AGE=Y65T79
        pop_65_79_seuls: AGE=Y65T79
        pop_80_plus_seuls: AGE=Y_GE80
        """,
        RP_MEASURE="ONEPERS",
        NOC="P1",
        OCS="DW_MAIN",
    ),
    optional=frozenset({"NOC", "OCS"}),
)
# The file has one measure, the number of families, whose code is not known to us.
FAMILIES = Layout(
    "DS_RP_FAMILLE_COMP",
    frozenset({"TFN", "NCH"}),
    recipes(
        """
        familles: TFN=_T
        familles_monoparentales: TFN=1
        familles_3_enfants: NCH=CH3_Y_LT25
        familles_4_enfants: NCH=CH_GE4_Y_LT25
        """
    ),
)
DIPLOMAS = Layout(
    "DS_RP_DIPLOMES_PRINC",
    frozenset({"AGE", "SEX", "EDUC"}),
    recipes(
        """
        non_scolarises_15_plus: EDUC=_T
        diplome_aucun: EDUC=001T100_RP
        diplome_brevet: EDUC=200_RP
        diplome_cap_bep: EDUC=300_RP
        diplome_bac: EDUC=350T351_RP
        diplome_bac2: EDUC=500_RP
        diplome_bac34: EDUC=600_RP
        diplome_bac5: EDUC=700_RP
        """,
        RP_MEASURE="POP",
        AGE="Y_GE15",
    ),
)
SCHOOLING = Layout(
    "DS_RP_EDUCATION",
    frozenset({"AGE", "SEX", "STUD", "STUD_AREA"}),
    recipes(
        """
        pop_2_5: AGE=Y2T5
        pop_15_17: AGE=Y15T17
        pop_18_24_ecole: AGE=Y18T24
        scolarises_2_5: AGE=Y2T5 STUD=1
        scolarises_15_17: AGE=Y15T17 STUD=1
        scolarises_18_24: AGE=Y18T24 STUD=1
        """,
        RP_MEASURE="POP",
    ),
)
LAYOUTS = (
    POPULATION, OCCUPATIONS, ACTIVITY, COMMUTING, HOUSING, OCCUPATION, HOUSEHOLDS, LIVING_ALONE, FAMILIES, DIPLOMAS,
    SCHOOLING,
)  # fmt: skip
