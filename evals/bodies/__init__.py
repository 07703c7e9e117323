"""How well files of any body are read: a gold beside what the library makes of them."""

from evals.bodies.command import run
from evals.bodies.gold import BadGold, GoldFile, read_gold
from evals.bodies.marks import MEASURES, Mark, mark_file

__all__ = ["MEASURES", "BadGold", "GoldFile", "Mark", "mark_file", "read_gold", "run"]
