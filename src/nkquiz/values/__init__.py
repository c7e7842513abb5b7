"""What a piece of text means as a value: the lowest layer, which knows nothing of nkquiz.

Owns the normal form of text, and the sorts of value (`sorts`): read, compare, print, step. All
pure functions of text; what is no value is None, never an exception.
"""

from nkquiz.values.compare import (
    ends,
    equal,
    may_be_equal,
    not_taken,
    position,
    precision,
    written_alike,
)
from nkquiz.values.dates import (
    Date,
    Grain,
    is_no_day,
    lacks_century,
    parse_date,
    parse_dates,
    print_date,
    readable_date,
)
from nkquiz.values.digits import roman_values
from nkquiz.values.line import Line, line_of
from nkquiz.values.lists import list_word, write_list
from nkquiz.values.numbers import Notation, Number, parse_number
from nkquiz.values.reading import may_be_value, read_value
from nkquiz.values.sort import Limits, Room, Value, ValueSort
from nkquiz.values.sorts import SORTS, TEXT, sort_named
from nkquiz.values.sorts.date import DATE
from nkquiz.values.sorts.number import NUMBER
from nkquiz.values.text import (
    ends_sentence,
    initials,
    is_blank,
    is_initialism,
    norm,
    one_edit,
    one_letter_apart,
    one_name,
    same,
    sentence_norm,
    stands_in,
    tokens,
)
from nkquiz.values.tolerance import TOLERANCE_PATTERN, Tolerance, parse_tolerance

__all__ = [
    "DATE",
    "NUMBER",
    "SORTS",
    "TEXT",
    "TOLERANCE_PATTERN",
    "Date",
    "Grain",
    "Limits",
    "Line",
    "Notation",
    "Number",
    "Room",
    "Tolerance",
    "Value",
    "ValueSort",
    "ends",
    "ends_sentence",
    "equal",
    "initials",
    "is_blank",
    "is_initialism",
    "is_no_day",
    "lacks_century",
    "line_of",
    "list_word",
    "may_be_equal",
    "may_be_value",
    "norm",
    "not_taken",
    "one_edit",
    "one_letter_apart",
    "one_name",
    "parse_date",
    "parse_dates",
    "parse_number",
    "parse_tolerance",
    "position",
    "precision",
    "print_date",
    "read_value",
    "readable_date",
    "roman_values",
    "same",
    "sentence_norm",
    "sort_named",
    "stands_in",
    "tokens",
    "write_list",
    "written_alike",
]
