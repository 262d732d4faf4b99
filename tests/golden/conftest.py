"""A simulated visit for the figures shown on a page, as in the suite of simulated visits."""

from tests.apptest.conftest import configure, cookies, machine, visit

__all__ = ["configure", "cookies", "machine", "visit"]
