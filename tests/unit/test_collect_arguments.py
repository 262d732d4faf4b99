"""The options of the collection: help and refusals in French, the right option suggested."""

from __future__ import annotations

import re

import pytest

from lib.build.__main__ import main

ENGLISH = r"\b(usage|options|positional|arguments?|required|show this|expected|invalid|choose|unrecognized)\b"


@pytest.mark.parametrize("given", [["--aide"], ["-h"], ["donnees", "--aide"], ["donnees", "--help"], ["iris", "-h"]])
def test_the_help_is_in_french(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(given)
    said = capsys.readouterr().out
    assert stop.value.code == 0
    assert said.startswith("Utilisation\u00a0: python3 lancer.py") and said.count("Utilisation") == 1
    assert not re.search(ENGLISH, said.replace("Options\u00a0:", "").replace("OPTIONS", ""), re.IGNORECASE)


def test_the_help_of_the_collection_tells_every_option_and_gives_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["donnees", "--aide"])
    said = " ".join(capsys.readouterr().out.split())
    for option in ("--departement", "--france", "--source", "--millesime", "--depot", "--simuler", "--rafraichir"):
        assert f"{option} " in said
    assert "python3 lancer.py donnees --departement 38" in said and "reconnus par leur contenu" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Il manque étape"),
        (["donnees"], "Il manque --departement ou --france"),
        (["donnees", "--departement"], "L'option --departement attend une valeur"),
        (["donnees", "--deparment", "38"], "Option inconnue : --deparment"),
        (["donnees", "--france", "oui"], "Option inconnue : oui"),
        (["donnees", "--france", "--simuler=1"], "L'option --simuler n'attend pas de valeur"),
        (["donnees", "--departement", "38", "--france"], "Les options --france et --departement ne vont pas ensemble"),
        (["donnes"], "Étape inconnue : donnes"),
        (["iris"], "Il manque --table"),
    ],
)
def test_a_refusal_is_in_french(given: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{said}.\n")
    assert "--aide » pour voir les options." in error
    assert not re.search(ENGLISH, error.replace("voir les options", "").replace("Les options", ""))


def test_a_misspelt_option_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    main(["donnees", "--deparment", "38"])
    assert "Vouliez-vous dire --departement ?" in capsys.readouterr().err
