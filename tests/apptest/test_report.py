"""The report page: begun in three choices, kept at each change, both hands kept when two write, every format."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from lib.database import payloads
from lib.database.writings import writings
from lib.reports.draft import from_json
from lib.ui import report_drafts
from lib.ui.report_changes import count_changes
from lib.ui.report_files import file_stem
from lib.ui.report_texts import read_partners
from tests.apptest.reading import assert_sound, words

PLACE = {"territoire": "commune-38151"}

pytestmark = pytest.mark.usefixtures("base")


def button(at, label):
    """Return the first button that carries this label."""
    return next(one for one in at.button if one.label.startswith(label))


def opened(at, name):
    """Open the menu or panel whose name in the session ends so."""
    at.session_state[f"rapport-{at.session_state[report_drafts.SERIAL]}-{name}"] = True
    return at.run()


def area(at, label):
    """Return the first text area whose label begins so."""
    return next(one for one in at.text_area if one.label.startswith(label))


@pytest.fixture
def begun(visit):
    """Begin a report on Échirolles."""
    at = visit("rapport", **PLACE)
    return button(at, "Préparer mon rapport").click().run()


def kept():
    """Return the only draft of the base."""
    (record,) = writings().find(payloads.Draft)
    return record


def content():
    """Return the report inside the only draft."""
    return kept().payload.contenu["rapport"]


def test_a_report_compares_with_the_areas_alike_of_the_banner(visit):
    codes = "38053,38169,38193,38229,38382,38421,38544,38553"
    at = visit("rapport", **PLACE, comparer="semblables,france", semblables=codes)
    at = button(at, "Préparer mon rapport").click().run()
    assert_sound(at)
    assert content()["comparateurs"] == [f"zone-s.commune.{codes.replace(',', '.')}", "france-F"]
    assert "la médiane des communes semblables" in words(at)


def test_three_choices_give_a_complete_draft(begun):
    assert_sound(begun)
    assert begun.title[0].value == "Analyse des besoins sociaux à Échirolles"
    assert begun.query_params["brouillon"] == kept().id
    chapters = content()["chapitres"]
    assert chapters[0]["partie"] == "diagnostic" and len(chapters) == 15
    assert sum(len(one["blocs"]) for one in chapters) > 20
    assert "Enregistré à" in words(begun)


def test_the_plan_by_public_and_the_audience_are_kept(visit):
    at = visit("rapport", **PLACE)
    at.radio(key="rapport-public").set_value("habitants")
    at.radio(key="rapport-plan").set_value("publics")
    button(at, "Préparer mon rapport").click().run()
    assert content()["public"] == "habitants"
    assert "Personnes âgées" in [one["titre"] for one in content()["chapitres"]]


def test_a_comment_is_kept_as_soon_as_it_is_left(begun):
    written = "Les équipes voient plus de familles.\n\n=CMD() n'est qu'un texte."
    area(begun, "Votre commentaire").set_value(written).run()
    assert_sound(begun)
    assert content()["chapitres"][0]["blocs"][0]["commentaire"] == written
    assert kept().version == 2


def test_a_comment_is_proposed_again_in_the_next_report_on_this_territory(begun, visit):
    area(begun, "Votre commentaire").set_value("Deux résidences neuves en 2025.").run()
    later = button(visit("rapport", **PLACE), "Préparer mon rapport").click().run()
    assert_sound(later)
    assert area(later, "Votre commentaire").value == "Deux résidences neuves en 2025."
    assert "commentaire déjà écrit" in later.warning[0].value
    elsewhere = button(visit("rapport", territoire="commune-38185"), "Préparer mon rapport").click().run()
    assert area(elsewhere, "Votre commentaire").value == "" and not elsewhere.warning


def test_an_emptied_comment_is_not_proposed_again(begun, visit):
    area(begun, "Votre commentaire").set_value("À effacer").run()
    area(begun, "Votre commentaire").set_value("").run()
    later = button(visit("rapport", **PLACE), "Préparer mon rapport").click().run()
    assert area(later, "Votre commentaire").value == "" and not later.warning
    assert writings().find(payloads.Comment) == []


def test_questions_findings_and_ways_forward_are_one_per_line(begun):
    area(begun, "Constats").set_value("Premier constat\n\n  Second constat ").run()
    area(begun, "Pistes").set_value("Ouvrir le soir").run()
    chapter = content()["chapitres"][0]
    assert chapter["constats"] == ["Premier constat", "Second constat"] and chapter["pistes"] == ["Ouvrir le soir"]


def test_a_chapter_moves_with_what_was_written(begun):
    area(begun, "Constats").set_value("Écrit dans le portrait").run()
    titles = [one["titre"] for one in content()["chapitres"]]
    button(opened(begun, "ranger"), "Descendre").click().run()
    assert_sound(begun)
    moved = content()["chapitres"]
    assert [one["titre"] for one in moved] == [titles[1], titles[0], *titles[2:]]
    assert moved[1]["constats"] == ["Écrit dans le portrait"]
    assert area(begun, "Constats").value == "Écrit dans le portrait", "the page follows the chapter"


def test_taking_a_chapter_out_asks_first(begun):
    out = button(opened(begun, "ranger"), "Retirer ce chapitre")
    assert out.disabled
    next(one for one in begun.checkbox if "ce chapitre" in one.label).check().run()
    button(begun, "Retirer ce chapitre").click().run()
    assert_sound(begun)
    assert len(content()["chapitres"]) == 14


def test_a_stale_save_is_refused_and_both_versions_are_kept(begun):
    theirs = kept()
    changed = theirs.payload.contenu | {"rapport": content() | {"conclusion": "Écrit ailleurs."}}
    writings().save(theirs, theirs.payload.model_copy(update={"contenu": changed}))

    area(begun, "Votre commentaire").set_value("Écrit ici.").run()

    assert not begun.exception
    found = {one.payload.titre: one.payload.contenu["rapport"] for one in writings().find(payloads.Draft)}
    assert len(found) == 2
    mine = next(report for title, report in found.items() if "votre version" in title)
    other = next(report for title, report in found.items() if "votre version" not in title)
    assert mine["chapitres"][0]["blocs"][0]["commentaire"] == "Écrit ici." and mine["conclusion"] == ""
    assert other["conclusion"] == "Écrit ailleurs." and other["chapitres"][0]["blocs"][0]["commentaire"] == ""
    assert "gardée à part" in begun.warning[0].value
    assert begun.query_params["brouillon"] != theirs.id


def test_a_draft_is_found_again_duplicated_thrown_away_and_recovered(begun, visit):
    area(begun, "Votre commentaire").set_value("À retrouver.").run()
    at = visit("rapport", **PLACE)
    button(at, "Dupliquer").click().run()
    assert sorted(one.payload.titre.endswith("(copie)") for one in writings().find(payloads.Draft)) == [False, True]
    button(at, "Mettre à la corbeille").click().run()
    assert len(writings().find(payloads.Draft)) == 1
    assert_sound(at)
    button(at, "Récupérer").click().run()
    assert len(writings().find(payloads.Draft)) == 2
    button(at, "Ouvrir").click().run()
    assert area(at, "Votre commentaire").value == "À retrouver."


def test_new_figures_are_told_and_taken_without_touching_a_word(begun, visit):
    area(begun, "Votre commentaire").set_value("Mon texte.").run()
    record = kept()
    report = content()
    seen = [one | {"valeur": one["valeur"] + 1} if one["valeur"] else one for one in report["chiffres_vus"]]
    report = report | {"chiffres_vus": seen}
    writings().save(record, record.payload.model_copy(update={"contenu": record.payload.contenu | {"rapport": report}}))

    at = visit("rapport", **PLACE, brouillon=record.id, etape="nouveautes")
    assert_sound(at)
    assert "valeur révisée" in words(at) and "aucun de vos textes n'est modifié" in words(at)
    button(at, "J'ai relu").click().run()
    assert "rien à relire" in words(at)
    assert content()["chapitres"][0]["blocs"][0]["commentaire"] == "Mon texte."


def test_a_block_just_added_is_not_told_as_a_change(begun):
    at = opened(begun, "0-ajout")
    box = at.multiselect[0]
    box.select(box.options[0]).run()
    before = len(content()["chapitres"][0]["blocs"])
    button(at, "Ajouter ce bloc").click().run()
    assert_sound(at)
    assert len(content()["chapitres"][0]["blocs"]) == before + 1
    report = from_json(json.dumps(content()))
    added = report.chapitres[0].blocs[-1].indicateurs[0]
    assert added in {one.indicateur for one in report.chiffres_vus}
    assert count_changes(report) == 0


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf", "pptx", "odp"])
def test_every_format_is_made_and_offered(begun, kind):
    at = begun
    at.session_state["choix-etape"] = "telecharger"
    at.query_params["etape"] = "telecharger"
    at.run()
    at.radio(key="rapport-format").set_value(kind).run()
    button(at, "Préparer le fichier").click().run()
    assert_sound(at)
    made = at.session_state["rapport-fichiers"]
    (content,) = [file for (_, name), file in made.items() if name == kind]
    assert content.startswith(b"%PDF" if kind == "pdf" else b"PK") and len(content) > 50_000


def test_an_unknown_draft_is_explained_and_the_list_stays(visit):
    at = visit("rapport", **PLACE, brouillon="inconnu")
    assert "On ne trouve plus ce brouillon" in words(at) and "Préparer mon rapport" in [one.label for one in at.button]


def test_partners_are_read_one_per_line():
    found = read_partners("Caf de l'Isère : données\n\nMission locale\n: rien")
    assert [(one.nom, one.apport) for one in found] == [("Caf de l'Isère", "données"), ("Mission locale", "")]


def test_the_name_of_a_file_suits_every_system():
    assert file_stem("Analyse : été/hiver à Échirolles") == "analyse_ete_hiver_a_echirolles"
    assert file_stem("« … »") == "rapport"


def test_the_hour_is_written_in_french():
    assert report_drafts.hour(datetime(2026, 11, 26, 14, 5).astimezone()) == "14\u00a0h\u00a005"
