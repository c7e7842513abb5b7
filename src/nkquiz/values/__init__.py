"""What a piece of text means as a value: the lowest layer, which knows nothing of nkquiz.

Owns the normal form of text, and numbers, dates and units: parse, compare, print. All pure
functions of text; what is no value is None, never an exception.
"""

from nkquiz.values.compare import (
    Tolerance,
    approximate,
    equal,
    may_be_value,
    parse_tolerance,
    read_value,
    written_alike,
)
from nkquiz.values.dates import (
    Date,
    Grain,
    date_steps,
    is_no_day,
    lacks_century,
    one_era,
    parse_date,
    parse_dates,
    print_date,
    readable_date,
    shift,
)
from nkquiz.values.digits import roman_values
from nkquiz.values.lists import list_word, write_list
from nkquiz.values.numbering import numbering
from nkquiz.values.numbers import (
    POINTS,
    Notation,
    Number,
    NumberForm,
    number_steps,
    parse_number,
    print_number,
    rounding,
)
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

__all__ = [
    "POINTS",
    "Date",
    "Grain",
    "Notation",
    "Number",
    "NumberForm",
    "Tolerance",
    "approximate",
    "date_steps",
    "ends_sentence",
    "equal",
    "initials",
    "is_blank",
    "is_initialism",
    "is_no_day",
    "lacks_century",
    "list_word",
    "may_be_value",
    "norm",
    "number_steps",
    "numbering",
    "one_edit",
    "one_era",
    "one_letter_apart",
    "one_name",
    "parse_date",
    "parse_dates",
    "parse_number",
    "parse_tolerance",
    "print_date",
    "print_number",
    "read_value",
    "readable_date",
    "roman_values",
    "rounding",
    "same",
    "sentence_norm",
    "shift",
    "stands_in",
    "tokens",
    "write_list",
    "written_alike",
]
