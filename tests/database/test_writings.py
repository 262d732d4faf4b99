"""What users write is kept as written, found again, and never overwritten by a stale save."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.database.payloads import Comment, Draft, Layer, Series, StaleSave, Step, Template, Zone, checked
from lib.database.writings import Writings, new_id
from lib.model import DataError

TOWN = "commune-38151"
ALL = [
    Draft(
        titre="Analyse des besoins sociaux 2027", territoire=TOWN, contenu={"themes": ["logement", {"x": [1.5, None]}]}
    ),
    Comment(territoire=TOWN, bloc="logement/part_locataires_hlm", texte="Écart dû à l'Œuvre « Les Essarts »…\n=cmd|x"),
    Template(nom="Modèle du CCAS", contenu={}, nom_fichier="modele.docx", fichier=bytes(range(256))),
    Zone(nom="Secteur ouest", niveau="iris", codes=("381510101", "381510102"), note="hors ZAC"),
    Layer(nom="Îlots de chaleur", genre="contours", objets=3, remarques="1 contour réparé.", contenu=bytes(range(256))),
    Series(nom="Réunion du 12", vues=(Step(titre="Portrait", adresse="/portrait?territoire=commune-38151"),)),
]
KINDS = [type(one) for one in ALL]


@pytest.mark.parametrize("payload", ALL, ids=lambda one: type(one).__name__)
def test_what_is_written_is_read_back(writings: Writings, payload) -> None:
    before = datetime.now(UTC)
    kept = writings.create(payload, "  Mme Élodie Nguyễn ")
    assert writings.get(type(payload), kept.id) == kept
    assert writings.find(type(payload)) == [kept]
    assert (kept.payload, kept.version, kept.author, kept.discarded) == (payload, 1, "Mme Élodie Nguyễn", None)
    assert kept.created == kept.updated and timedelta() <= kept.created - before < timedelta(minutes=1)
    assert kept.created.utcoffset() == timedelta()


def test_the_identifier_stays_and_the_version_grows(writings: Writings) -> None:
    first = writings.create(ALL[0], "Paul")
    second = writings.save(first, ALL[0].model_copy(update={"titre": "Autre"}))
    third = writings.save(second, second.payload, "Anne")
    assert (second.id, third.id) == (first.id, first.id)
    assert [one.version for one in (first, second, third)] == [1, 2, 3]
    assert (second.author, third.author, third.payload.titre) == ("Paul", "Anne", "Autre")
    assert third.created == first.created and third.updated >= first.updated
    assert writings.get(Draft, first.id) == third


def test_a_stale_save_is_refused_and_loses_nothing(writings: Writings) -> None:
    seen = writings.create(Comment(territoire=TOWN, bloc="b", texte="départ"), "Paul")
    mine, theirs = (seen.payload.model_copy(update={"texte": text}) for text in ("le mien", "le leur"))
    newer = writings.save(seen, theirs, "Anne")
    with pytest.raises(StaleSave, match="Rien n'est perdu") as refused:
        writings.save(seen, mine)
    assert refused.value.current == newer == writings.get(Comment, seen.id)
    assert "Anne" in refused.value.where and "ce commentaire" in refused.value.what
    assert writings.save(refused.value.current, mine).payload == mine


def test_of_two_saves_at_once_only_one_passes(writings: Writings) -> None:
    seen = writings.create(Comment(territoire=TOWN, bloc="b", texte=""))
    start, results = threading.Barrier(4), []

    def save(rank: int) -> None:
        start.wait()
        try:
            results.append(writings.save(seen, seen.payload.model_copy(update={"texte": str(rank)})).payload.texte)
        except StaleSave:
            results.append(None)
        except DataError as error:  # waiting too long for the others is a refusal too
            assert "occupée" in error.what
            results.append(None)

    threads = [threading.Thread(target=save, args=(rank,)) for rank in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    passed = [text for text in results if text is not None]
    kept = writings.get(Comment, seen.id)
    assert len(results) == 4 and passed == [kept.payload.texte] and kept.version == 2


def test_comments_are_found_under_their_block(writings: Writings) -> None:
    kept = [
        writings.create(Comment(territoire=place, bloc=block, texte=f"{place} {block}"))
        for place in (TOWN, "commune-38185")
        for block in ("a", "b")
    ]
    assert writings.find(Comment, territoire=TOWN) == kept[:2]
    assert writings.find(Comment, territoire="commune-38185", bloc="b") == kept[3:]
    assert writings.find(Comment, territoire="commune-01001") == []


@pytest.mark.parametrize("payload", ALL, ids=lambda one: type(one).__name__)
def test_what_is_discarded_can_be_recovered_until_the_bin_is_emptied(writings: Writings, payload) -> None:
    kind = type(payload)
    seen = writings.create(payload)
    gone = writings.discard(seen)
    assert writings.find(kind) == [] and writings.find(kind, discarded=True) == [gone] and gone.discarded
    with pytest.raises(StaleSave, match="corbeille"):
        writings.save(seen, payload)
    back = writings.recover(gone)
    assert writings.find(kind) == [back] and back.payload == payload
    assert writings.empty_bin(kind) == 0
    writings.discard(back)
    assert writings.empty_bin(kind) == 1
    with pytest.raises(DataError, match="On ne trouve plus"):
        writings.get(kind, seen.id)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.text(max_size=300), st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), st.lists)
)
def test_any_text_survives(writings: Writings, text: str, value) -> None:
    draft = Draft(titre="t", territoire=TOWN, contenu={"texte": text, "valeur": value, text: 0.1})
    assert writings.get(Draft, writings.create(draft).id).payload == draft
    comment = writings.create(Comment(territoire=TOWN, bloc="b", texte=text))
    assert comment.payload.texte == text.replace("\0", "")


def test_writings_are_named_without_their_heavy_fields(writings: Writings) -> None:
    layer = Layer(nom="Bruit", genre="contours", objets=2, contenu=b"x" * 1_000_000)
    kept, thrown = writings.create(layer), writings.create(layer)
    writings.discard(thrown)
    assert writings.names(Layer, "nom", "objets") == [(kept.id, kept.created, "Bruit", 2)]


def test_ten_thousand_signs_and_a_heavy_template_are_kept(writings: Writings) -> None:
    long = "é" * 10_000
    assert writings.create(Comment(territoire=TOWN, bloc="b", texte=long)).payload.texte == long
    heavy = Template(nom="m", fichier=b"\0\xff" * 2_000_000)
    assert writings.get(Template, writings.create(heavy).id).payload == heavy


def test_identifiers_are_unique_and_sort_by_date() -> None:
    found = [new_id() for _ in range(2000)]
    assert len(set(found)) == 2000
    assert all(UUID(one).version == 7 and UUID(one).variant == "specified in RFC 4122" for one in found)
    assert [one[:13] for one in found] == sorted(one[:13] for one in found)


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (Draft, {"titre": "", "territoire": TOWN}, "champ « titre » : il est vide"),
        (Draft, {"titre": "t"}, "champ « territoire » : il manque"),
        (Draft, {"titre": "t", "territoire": "38151"}, "champ « territoire » : sa valeur"),
        (Draft, {"titre": "t", "territoire": TOWN, "contenu": {"x": float("nan")}}, "champ « contenu »"),
        (Comment, {"territoire": TOWN, "bloc": "b", "texte": "é" * 200_001}, "200000 signes au plus"),
        (Comment, {"territoire": TOWN, "bloc": "b", "texte": "", "x": 1}, "champ « x » : il n'est pas attendu"),
        (Zone, {"nom": "z", "niveau": "iris", "codes": []}, "champ « codes » : la liste est vide"),
        (Zone, {"nom": "z", "niveau": "epci", "codes": ["38151"]}, "champ « niveau »"),
        (Series, {"nom": "s", "vues": [{"titre": "t", "adresse": "https://ailleurs.example"}]}, "vues › 0 › adresse"),
        (Series, {"nom": "s", "vues": [{"titre": "t", "adresse": "//ailleurs.example"}]}, "vues › 0 › adresse"),
        (Template, {"nom": "m", "fichier": b"x" * 20_000_001}, "trop lourd"),
        (Layer, {"nom": "c", "genre": "lignes", "objets": 1, "contenu": b"x"}, "champ « genre »"),
        (Layer, {"nom": "c", "genre": "points", "objets": 1, "contenu": b"x" * 20_000_001}, "trop lourd"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_french(kind, values: dict, said: str) -> None:
    with pytest.raises(DataError) as refused:
        checked(kind, values)
    assert said in refused.value.where and refused.value.what.startswith("On ne peut pas enregistrer ce")
