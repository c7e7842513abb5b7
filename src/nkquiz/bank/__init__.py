"""A deck's items as a whole: what keeps facts from giving items, and what gives keys away.

`check` and `review` look at each fact and each item, `report` at all of them together: where
keys stand, how often options are seen, and what a learner gets who knows nothing but tricks.
"""

from nkquiz.bank.check import Review, check, grouped, review
from nkquiz.bank.guessers import GUESSERS, Guesser, Luck
from nkquiz.bank.page import lines, record
from nkquiz.bank.report import BankReport, Exposure, report

__all__ = [
    "GUESSERS",
    "BankReport",
    "Exposure",
    "Guesser",
    "Luck",
    "Review",
    "check",
    "grouped",
    "lines",
    "record",
    "report",
    "review",
]
