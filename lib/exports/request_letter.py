"""The letter that asks a partner for its figures, ready to sign: DOCX written by python-docx."""

from __future__ import annotations

import io
from datetime import date

from docx import Document
from docx.document import Document as Letter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from lib import formats
from lib.exports.caption import day as written
from lib.formats import NBSP
from lib.model import DataError, Level, Territory
from lib.partner_models import MEASURE_LABEL, PartnerModel

ABS_YEAR = (
    2027  # the report is due in the calendar year after the municipal elections (CASF, art. R. 123-1): March 2026
)
LEVEL_WORDS = {
    Level.COMMUNE: "la commune",
    Level.IRIS: "chaque IRIS de la commune (quartier de l'Insee)",
    Level.QPV: "chaque quartier prioritaire",
    Level.EPCI: "l'intercommunalité",
    Level.DEPARTEMENT: "le département, pour comparer",
}
CLAUSES = (
    (
        "Secret statistique",
        "Nous ne demandons que des effectifs, sans nom, adresse ni numéro. Tout nombre de 1 à {dernier} est remplacé "
        "par le mot « secret », jamais par zéro. Votre propre règle l'emporte si elle est plus stricte.",
    ),
    (
        "Méthode",
        "Vous indiquez ce que chaque colonne compte, à quelle date, et ce qui a changé depuis l'an dernier. Nous "
        "reprenons vos définitions telles quelles.",
    ),
    (
        "Propriété",
        "Les chiffres restent les vôtres : votre nom et l'année sont cités sous chacun d'eux. Ils servent à l'analyse "
        "des besoins sociaux, à l'exclusion de tout autre usage.",
    ),
    (
        "Diffusion",
        "Vous dites s'ils peuvent être publics, réservés au conseil d'administration ou internes. Nous vous présentons "
        "l'analyse avant de la diffuser et vous remettons le rapport.",
    ),
)


def sender(territory: Territory) -> str:
    """Return who signs for a territory. Raises DataError for a region or France, where nobody asks for figures."""
    if territory.level is Level.COMMUNE:
        return f"Centre communal d'action sociale {formats.of(territory)}"
    if territory.level in (Level.EPCI, Level.EPT):
        return f"Centre intercommunal d'action sociale {formats.of(territory)}"
    if territory.level is Level.DEPARTEMENT:
        return f"Union départementale des centres communaux d'action sociale {formats.of(territory)}"
    raise DataError(
        "La lettre ne s'écrit pas pour ce territoire", territory.name, "Choisissez une commune ou une intercommunalité."
    )


def request_letter(model: PartnerModel, territory: Territory, day: date, year: int = ABS_YEAR) -> bytes:
    """Return the letter asking for the figures of ``territory``, dated ``day``, for the report of ``year``."""
    signed = sender(territory)
    letter = Document()
    _style(letter)
    letter.core_properties.title = f"Demande de données, {model.titre}"
    letter.core_properties.author = signed
    letter.core_properties.language = "fr-FR"
    letter.add_paragraph(f"{signed}\n[adresse, téléphone, courriel]")
    letter.add_paragraph(f"À l'attention de{NBSP}: {model.service}\n{_upper(model.organisme)}\n[adresse]")
    letter.add_paragraph(f"[lieu], le {written(day)}")
    heading = letter.add_paragraph()
    about = f"Objet{NBSP}: demande de données pour l'analyse des besoins sociaux {year}, {territory.name}"
    heading.add_run(about).bold = True
    for text in _opening(signed, territory, year):
        letter.add_paragraph(text)
    _wanted(letter, model)
    _conditions(letter, model)
    letter.add_paragraph(
        "Nous souhaitons recevoir ces chiffres avant le [date], puis chaque année à la même période. Nous restons à "
        "votre disposition pour en parler, et vous proposons une réunion de lecture commune."
    )
    letter.add_paragraph("Veuillez agréer, Madame, Monsieur, l'expression de notre considération distinguée.")
    letter.add_paragraph("[nom, qualité]\n[signature]")
    buffer = io.BytesIO()
    letter.save(buffer)
    return buffer.getvalue()


def _opening(signed: str, territory: Territory, year: int) -> tuple[str, ...]:
    article = "L'" if signed.startswith("Union") else "Le "
    return (
        "Madame, Monsieur,",
        f"L'article R. 123-1 du code de l'action sociale et des familles demande une analyse des besoins sociaux de "
        f"l'ensemble de la population, présentée au cours de l'année civile qui suit le renouvellement des conseils "
        f"municipaux, soit en {year}. Elle s'appuie sur un diagnostic établi avec les partenaires publics et privés de "
        f"l'action sociale.",
        f"{article}{signed[0].lower()}{signed[1:]} vous sollicite à ce titre. Les statistiques ouvertes ne suffisent "
        f"pas pour {formats.the(territory)}, et vous détenez ce qui manque.",
    )


def _wanted(letter: Letter, model: PartnerModel) -> None:
    letter.add_heading("Ce que nous demandons", level=1)
    levels = [LEVEL_WORDS[level] for level in model.niveaux if level in LEVEL_WORDS]
    letter.add_paragraph(f"Échelle{NBSP}: {' ; '.join(levels)}. {model.echelles}")
    letter.add_paragraph(f"Période{NBSP}: {model.millesimes}")
    letter.add_paragraph("Le fichier joint est prêt à remplir. Il comporte une ligne par territoire et ces colonnes :")
    for column in model.colonnes:
        unit = MEASURE_LABEL[column.unite]
        more = f"{unit} ; {column.precision}" if column.precision else unit
        letter.add_paragraph(f"{column.libelle} ({more})", style="List Bullet")
    letter.add_paragraph("Une réponse partielle nous est déjà utile : laissez de côté ce que vous n'avez pas.")


def _conditions(letter: Letter, model: PartnerModel) -> None:
    letter.add_heading("Ce à quoi nous nous engageons", level=1)
    letter.add_paragraph("Ces quatre points peuvent former une convention, ou un simple échange de lettres.")
    for title, text in CLAUSES:
        paragraph = letter.add_paragraph()
        paragraph.add_run(f"{title}. ").bold = True
        paragraph.add_run(text.format(dernier=model.seuil - 1))
    letter.add_paragraph(model.cadre)


def _style(letter: Letter) -> None:
    page = letter.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2)
    normal = letter.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(spoken)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
