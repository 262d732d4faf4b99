"""Partner data on small territories: refused at every door, shown from 2 000 people, never given away by pieces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib import partner_guard
from lib.model import Level, Status, Territory
from lib.registry import sources
from lib.store import Store
from lib.zones import SMALL, carried, territory

PARTNER, RATE = "partenaire_fictif", "part_moins_20"
IRIS = ("381510101", "381510102", "381510103")
PIECES = [Territory(Level.IRIS, code, f"IRIS {code}") for code in IRIS]
PEOPLE = (1_500.0, 1_600.0, 2_400.0)


@pytest.fixture
def store(catalog, tmp_path, write_observations, monkeypatch) -> Store:
    """Three IRIS whose rates come from a partner and whose populations are known."""
    known = sources()
    made_up = replace(known["cnaf_iris"], id=PARTNER, partenaire=True)
    monkeypatch.setattr(partner_guard, "sources", lambda: known | {PARTNER: made_up})
    rows = []
    for code, people in zip(IRIS, PEOPLE, strict=True):
        common = {"niveau": "iris", "code": code, "millesime": "2023"}
        rate = {"indicateur": RATE, "numerateur": people / 5, "denominateur": people, "valeur": 20.0}
        rows.append(common | rate | {"source": PARTNER})
        rows.append(
            common
            | {"indicateur": "population_totale", "numerateur": people, "denominateur": None, "valeur": people}
            | {"source": "insee_rp_iris"}
        )
    write_observations(tmp_path, *rows)
    return Store(catalog, [tmp_path])


def zone(*codes: str) -> Territory:
    """An own zone of some of the IRIS, its population left to the store."""
    return territory(carried("Zone", Level.IRIS, codes), [one for one in PIECES if one.code in codes])


def test_a_small_zone_gets_a_secret_a_larger_one_its_figure(store: Store) -> None:
    small, large = zone(IRIS[0]), zone(*IRIS[:2])
    seen = store.profile([small, large], [RATE])
    hidden = seen.latest(small, RATE)
    assert PEOPLE[0] < SMALL < PEOPLE[0] + PEOPLE[1]
    assert (hidden.value, hidden.numerator, hidden.denominator, hidden.status) == (None, None, None, Status.SECRET)
    assert seen.latest(large, RATE).value == pytest.approx(20.0)


@pytest.mark.parametrize(("rank", "shown"), [(0, False), (2, True)])
def test_an_iris_is_guarded_at_every_door(store: Store, rank: int, shown: bool) -> None:
    area = PIECES[rank]
    (listed,) = store.panel(Level.IRIS, [area.code], {RATE: "2023"})[RATE]
    rows = store.distribution(RATE, Level.IRIS, [area.code])
    every = store.over_time(RATE, Level.IRIS).set_index("code").loc[area.code]
    values = [store.profile([area], [RATE]).latest(area, RATE).value, listed.value]
    values += [None if value != value else value for value in (rows["valeur"].iloc[0], every["valeur"])]
    assert values == [20.0 if shown else None] * 4
    assert listed.status.value == rows["statut"].iloc[0] == every["statut"] == ("ok" if shown else "secret")


def test_an_unknown_population_is_refused(store: Store) -> None:
    seen = store.profile([Territory(Level.IRIS, IRIS[0], "a")], [RATE]).latest(PIECES[0], RATE)
    assert partner_guard.guarded([replace(seen, value=5.0, status=Status.OK)], lambda code: None)[0].value is None


def test_official_data_and_larger_levels_are_left_alone(store: Store) -> None:
    area = PIECES[0]
    assert store.profile([area], ["population_totale"]).latest(area, "population_totale").value == PEOPLE[0]
    seen = store.profile([PIECES[2]], [RATE]).latest(PIECES[2], RATE)
    (town,) = partner_guard.guarded([replace(seen, level=Level.COMMUNE)], lambda code: 10.0)
    assert town.value == 20.0


def test_what_transmitted_data_are_declared_as_partner_data() -> None:
    assert {name for name, source in sources().items() if source.verification == "modele"} <= {
        name for name, source in sources().items() if source.partenaire
    }


def test_no_indicator_hides_a_partner_behind_its_denominator(catalog):
    """The guard looks at the source of the numerator: a partner's figures may not come in by the denominator alone."""
    partners = partner_guard.partners()
    found = [
        one.id
        for one in catalog.indicators.values()
        if not partners.isdisjoint(one.source_denominateur) and one.source not in partners
    ]
    assert partners and found == []
