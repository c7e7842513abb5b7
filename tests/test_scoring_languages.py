"""Languages other than English: how values are read there, and what words mean."""

import itertools
import re
from decimal import Decimal

import pytest
from babel import localedata
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from nkquiz.knowledge import ARTICLES, split_article, without_article
from nkquiz.scoring.forms import form_of, plain, read, same_words
from nkquiz.scoring.korean import alike, readings
from nkquiz.scoring.misspelling import all_slips
from nkquiz.scoring.numerals import numbered
from nkquiz.scoring.persons import person_name
from nkquiz.scoring.spelling import contrast, marked, slip
from nkquiz.values import (
    Date,
    Grain,
    parse_date,
    parse_dates,
    parse_number,
    print_date,
)
from nkquiz.values.locales import compounds
from nkquiz.values.numbers import print_number

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "ru", "pl", "sv", "da", "en-GB", "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "3.14.15"), ("de", "1,234,567"), ("de", "twenty"), ("de", "fünfundzwanzigg"),
        ("fr", "1.234"), ("fr", "vingt trois mille chats"), ("es", "noventa y"), ("xx", "drei"),
        ("es", "un"), ("de", "eine"), ("ko", "2만 이상"), ("ko", "2만 일본인"),
    ],
)  # fmt: skip
def test_what_is_no_number_there_is_none(language: str, text: str) -> None:
    assert parse_number(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "3,14", "3.14"), ("de", "2.700", "2700"), ("de", "fünfundzwanzig", "25"),
        ("de", "25 Millionen", "25000000"), ("de", "zwei Millionen", "2000000"),
        ("de", "hundert", "100"), ("de", "minus 5", "-5"), ("de", "etwa 40 km", "40"),
        ("de", "5 Prozent", "5"), ("de", "3 Mrd.", "3000000000"), ("fr", "1 234,5", "1234.5"),
        ("fr", "quatre-vingt-treize", "93"), ("fr", "quatre vingt treize", "93"),
        ("fr", "mille", "1000"), ("fr", "environ 12 kilomètres", "12"), ("es", "noventa y tres", "93"),
        ("es", "1.000.000", "1000000"), ("es", "dos millones", "2000000"), ("it", "ventuno", "21"),
        ("pt", "dois mil", "2000"), ("nl", "eenentwintig", "21"), ("nl", "3 miljoen", "3000000"),
        ("es", "un millón", "1000000"), ("it", "un miliardo", "1000000000"), ("de", "eine Million", "1000000"),
        ("nl", "een miljoen", "1000000"), ("ko", "이만 오천", "25000"), ("ko", "2억 오천만", "250000000"),
        ("ru", "двадцать один", "21"), ("pl", "dwadzieścia jeden", "21"), ("xx", "1,234.5", "1234.5"),
    ],
)  # fmt: skip
def test_numbers_are_read(language: str, text: str, value: str) -> None:
    number = parse_number(text, language)
    assert number is not None
    assert number.value == Decimal(value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "14 July 2024"), ("de", "32.1.2024"), ("de", "14.13.2024"), ("fr", "14 Juli 2024"),
        ("en", "3/4/1950"), ("ko", "2024년 13월"), ("ja", "14月"),
    ],
)  # fmt: skip
def test_what_is_no_date_there_is_none(language: str, text: str) -> None:
    assert parse_date(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("de", "14. Juli 2024", Date(2024, 7, 14, Grain.DAY)),
        ("de", "14.7.2024", Date(2024, 7, 14, Grain.DAY)),
        ("de", "3/4/1950", Date(1950, 4, 3, Grain.DAY)),
        ("de", "März 1933", Date(1933, 3, None, Grain.MONTH)),
        ("de", "44 v. Chr.", Date(-43)),
        ("de", "19. Jahrhundert", Date(1801, grain=Grain.CENTURY)),
        ("fr", "14 juillet 1789", Date(1789, 7, 14, Grain.DAY)),
        ("fr", "1er mai 1886", Date(1886, 5, 1, Grain.DAY)),
        ("fr", "52 av. J.-C.", Date(-51)),
        ("es", "14 de julio de 1789", Date(1789, 7, 14, Grain.DAY)),
        ("it", "14 luglio 1789", Date(1789, 7, 14, Grain.DAY)),
        ("pt", "25 de abril de 1974", Date(1974, 4, 25, Grain.DAY)),
        ("nl", "5 mei 1945", Date(1945, 5, 5, Grain.DAY)),
        ("ru", "9 мая 1945", Date(1945, 5, 9, Grain.DAY)),
        ("ru", "май 1945", Date(1945, 5, None, Grain.MONTH)),
        ("en-GB", "3/4/1950", Date(1950, 4, 3, Grain.DAY)),
        ("en-US", "3/4/1950", Date(1950, 3, 4, Grain.DAY)),
        ("ko", "2024년 7월 14일", Date(2024, 7, 14, Grain.DAY)),
        ("ja", "2024年7月", Date(2024, 7, None, Grain.MONTH)),
    ],
)
def test_dates_are_read(language: str, text: str, date: Date) -> None:
    assert parse_date(text, language) == date


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "hunderte"), ("de", "Jahrtausend"), ("de", "tausendhundertfünfzehnhundert"), ("fr", "centime"),
        ("es", "mil y"), ("de", "fünfzehnhundertzweihundert"), ("zh", "hundert"),
    ],
)  # fmt: skip
def test_a_word_that_holds_a_hundred_is_not_therefore_a_number(language: str, text: str) -> None:
    assert parse_number(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "zweitausendsiebenhundert", 2700), ("de", "eintausendfünfhundert", 1500),
        ("de", "tausendfünfhundert", 1500), ("de", "fünfzehnhundert", 1500), ("de", "hundertzwanzig", 120),
        ("de", "einhundertzwanzig", 120), ("de", "neunzehnhundertachtundvierzig", 1948),
        ("es", "mil quinientos", 1500), ("fr", "mille deux cents", 1200), ("fr", "douze cents", 1200),
        ("fr", "nonante-sept", 97), ("fr", "dix-neuf cent quarante-huit", 1948), ("pt", "mil e quinhentos", 1500),
        ("ru", "тысяча девятьсот сорок восемь", 1948), ("it", "millenovecento", 1900),
        ("nl", "negentienhonderdachtenveertig", 1948), ("nb", "tjueen", 21),
    ],
)  # fmt: skip
def test_long_numbers_are_read_in_words(language: str, text: str, value: int) -> None:
    number = parse_number(text, language)
    assert number is not None
    assert number.value == value


def test_every_language_that_babel_knows_can_be_read() -> None:
    """Where number words or ordinals are unknown they are missing, and nothing else is."""
    for name in localedata.locale_identifiers():
        if re.search(r"_([A-Z]{2}|[0-9]{3})$", name) and name[:3] not in ("de_", "en_", "es_"):
            continue  # it reads as the language does elsewhere
        language = name.replace("_", "-")
        for text in ("5 May 1990", "five hundred", "5th", "1990"):
            parse_dates(text, language)
            parse_number(text, language)
        compounds(name.partition("_")[0])
        number = parse_number("25", language)
        assert number is not None
        assert number.value == 25


@given(
    st.sampled_from(LANGUAGES),
    st.decimals(0, 10**7, places=2),
    st.sampled_from(["1", "1.5", "1000"]),
)
def test_a_number_that_is_printed_reads_back(language: str, value: Decimal, like: str) -> None:
    form = parse_number(like if language.startswith("en") else like.replace(".", ","), language)
    assert form is not None
    read_back = parse_number(print_number(value, form), language)
    assert read_back is not None
    assert read_back.value == value


@given(st.sampled_from(LANGUAGES), st.integers(1100, 2090), st.integers(1, 12), st.integers(1, 28))
def test_a_date_that_is_printed_reads_back(language: str, year: int, month: int, day: int) -> None:
    date = Date(year, month, day, Grain.DAY, "{day} {month_name} {year}", language)
    assert parse_dates(print_date(date, date), language) == (date,)
    numeric = Date(year, month, day, Grain.DAY, "{day}/{month}/{year:04}", language)
    assert date in parse_dates(print_date(numeric, numeric), language)


@given(st.sampled_from(LANGUAGES), st.text(max_size=30))
def test_no_text_is_too_odd_to_read(language: str, text: str) -> None:
    parse_number(text, language)
    parse_dates(text, language)
    form = read(text, language).full
    assert same_words(form, form)


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "the", "the"), ("en", "A minor", "A minor"), ("en", "an", "an"), ("en", "La Paz", "La Paz"),
        ("de", "Derby", "Derby"), ("fr", "l'", "l'"), ("fr", "d'Artagnan", "d'Artagnan"), ("xx", "the end", "the end"),
        ("en", "the Hague", "Hague"), ("en", "A lake", "lake"), ("de", "die Sonne", "Sonne"),
        ("fr", "l’Allemagne", "Allemagne"), ("fr", "L'Allemagne", "Allemagne"), ("it", "gli Stati", "Stati"),
        ("es", "el Greco", "Greco"), ("pt", "o Porto", "Porto"), ("nl", "het IJ", "IJ"),
    ],
)  # fmt: skip
def test_only_an_article_is_taken_off(language: str, text: str, rest: str) -> None:
    assert without_article(text, language) == rest


def test_every_article_is_taken_off_in_its_language() -> None:
    for language, articles in ARTICLES.items():
        for article in articles:
            space = "" if article.endswith("'") and article != "'t" else " "
            taken, rest = split_article(f"{article}{space}xyz", language)
            assert (taken, rest) == (article, "xyz")


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("New York", "Newyork", False), ("3.11", "311", False), ("C++", "C", False), ("Na+", "Na", False),
        ("Guinea-Bissau", "Guinea Bissau", True), ("Guinea-Bissau", "GuineaBissau", True),
        ("U.K.", "UK", True), ("U K", "UK", True), ("d'Ivoire", "d Ivoire", True), ("St. Lucia", "Saint Lucia", True),
        ("Main St", "Main Saint", False), ("Apollo11", "Apollo 11", True), ("A & B", "A and B", True),
        ("ｆｕｌｌ", "full", True), ("한국", "ㅎㅏㄴㄱㅜㄱ", True), ("닭", "ㄷㅏㄹㄱ", True), ("한국", "한구", False),
        ("1914–18", "1914-1918", True), ("1914-18", "1914-19", False), ("“x”", "x", True),
    ],
)  # fmt: skip
def test_forms_tell_what_is_one_text(a: str, b: str, alike: bool) -> None:
    assert same_words(form_of(a), form_of(b)) is alike


@pytest.mark.parametrize(
    "text", ["", "World War II", "H2O", "the 2nd", "Guinea-Bissau", "U.K.", "평양"]
)
def test_the_text_of_a_form_has_that_form(text: str) -> None:
    assert form_of(form_of(text).text) == form_of(text)


@given(st.text("abcdefgh -'", max_size=20))
def test_a_hyphen_is_a_space_or_nothing(text: str) -> None:
    text = text.strip("- '")  # a minus at the end may belong to an ion
    form = form_of(text)
    assert same_words(form, form_of(text.replace("-", " ")))
    assert form_of(text).letters == form_of(text.replace("-", "")).letters


@given(st.text("가각힣닭없이 뷁", max_size=8))
def test_hangul_is_the_same_in_syllables_and_letters(text: str) -> None:
    import unicodedata

    assert form_of(unicodedata.normalize("NFD", text)) == form_of(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Malcolm", "malcolm"), ("Xi Jinping", "xi jinping"), ("I Robot", "i robot"),
        ("World War II", "world war 2"), ("World War Two", "world war 2"), ("Henry VIII", "henry 8"),
        ("Henry the Eighth", "henry 8"), ("2nd Reich", "2. reich"), ("Second Reich", "2. reich"),
        ("Louis XIV", "louis 14"), ("Charles IIII", "charles iiii"),
    ],
)  # fmt: skip
def test_numerals_read_as_digits(text: str, digits: str) -> None:
    assert " ".join(numbered(plain(form_of(text))).pieces) == digits


# -- slips and names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "written", "off"),
    [
        ("Iran", "Iraq", None), ("Cuba", "Cubba", None), ("Gambia", "Zambia", None), ("Apollo 11", "Apollo 12", None),
        ("North Korea", "Korea", None), ("Panmunjom", "Panmun jon", None), ("東京都", "東京部", None),
        ("Gambia", "Gambai", 1), ("Gambia", "aGmbia", 1), ("Gambia", "Gambiaa", 1), ("Gambia", "Gabma", None),
        ("Liechtenstein", "Lichtenstien", 2), ("Panmunjom", "Pan munjom", 0), ("São Paulo", "Sao Paulo", 0),
    ],
)  # fmt: skip
def test_a_slip_is_near(key: str, written: str, off: int | None) -> None:
    found = slip(form_of(written), form_of(key))
    assert (found and found.distance) == off


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("north", "south"), ("hyperactive", "hypoactive"), ("sulfate", "sulfite"), ("photon", "proton"),
        ("anaerobic", "aerobic"), ("interstate", "intrastate"), ("ethane", "ethene"), ("major", "minor"),
    ],
)  # fmt: skip
def test_opposites_are_told_apart_both_ways(a: str, b: str) -> None:
    assert contrast(a, b)
    assert contrast(b, a)


@pytest.mark.parametrize(
    ("a", "b"), [("nroth", "north"), ("korea", "koera"), ("hyperactve", "hyperactive")]
)
def test_a_slip_is_no_opposite(a: str, b: str) -> None:
    assert not contrast(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("inflation", "inflection"), ("ingestion", "indigestion"), ("hydride", "hydroxide"), ("parhelion", "perihelion"),
        ("transduction", "transaction"), ("competent", "component"), ("kolkhoz", "sovkhoz"), ("", "ab"),
    ],
)  # fmt: skip
def test_two_letters_off_are_no_slips_where_one_of_them_is_none(a: str, b: str) -> None:
    assert not all_slips(a, b, 2)
    assert not all_slips(b, a, 2)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("abcdef", "bacdfe"), ("asdf", "adsg"), ("definitely", "defenately"), ("address", "adres"), ("phase", "fase"),
        ("ventricle", "ventrical"), ("criteria", "criterion"), ("rhythm", "rythm"), ("lock", "loc"), ("axe", "ax"),
    ],
)  # fmt: skip
def test_two_letters_off_are_slips_where_each_of_them_is_one(a: str, b: str) -> None:
    assert all_slips(a, b, 2)
    assert all_slips(b, a, 2)


@given(st.text("abcdefgh", max_size=8), st.text("abcdefgh", max_size=8))
def test_slips_are_counted_by_the_usual_distance(a: str, b: str) -> None:
    most = OSA.distance(a, b)
    assert not most or not all_slips(a, b, most - 1)
    assert all_slips(a, a, 0)


@given(st.text("abcdef", min_size=1, max_size=8), st.text("abcdef", min_size=1, max_size=8))
def test_the_marked_spelling_is_the_right_one(key: str, written: str) -> None:
    shown = marked(key, written)
    assert shown.partition(", not ")[0].replace("[", "").replace("]", "") == key


SAME = ("Ri Lee Yi Rhee", "Ryu Yoo Yu", "Pak Park Bak", "Choe Choi", "Tae Thae", "Jo Cho", "Roh No Noh",
        "Jong Jeong Chung Jung", "Hyun Hyon Hyeon", "Woo U", "Kyu Gyu", "Yong Young", "Moon Mun")  # fmt: skip
OTHERS = ("Kim Lee Pak Choe Moon Tae", "Il Un", "Ju Jo", "Yang Yong", "Gil Kyu", "Song Sang")


@pytest.mark.parametrize("names", OTHERS)
def test_different_korean_names_stay_apart(names: str) -> None:
    for a, b in itertools.permutations(names.lower().split(), 2):
        assert not alike((a,), (b,)), (a, b)


@pytest.mark.parametrize("names", SAME)
def test_romanisations_of_one_name_meet(names: str) -> None:
    for a, b in itertools.permutations(names.lower().split(), 2):
        # Two spellings need not share a reading with each other, only with the first.
        assert alike((a,), (names.lower().split()[0],)), (a, b)


def test_what_is_no_korean_name_has_no_reading() -> None:
    for text in ("", "x", "whiskey", "kvz", "a" * 60):
        assert not readings(text)


@pytest.mark.parametrize(
    ("name", "style", "family"),
    [
        ("Plato", "", ""), ("Elizabeth II", "", ""), ("Alexander the Great", "", ""), ("Joan of Arc", "", ""),
        ("Albert Einstein", "", "einstein"), ("Einstein, Albert", "", "einstein"), ("Ludwig van Beethoven", "", "beethoven"),
        ("Martin Luther King Jr.", "", "king"), ("Martin Luther King, Jr.", "", "king"), ("Tim Berners-Lee", "", "bernerslee"),
        ("Mao Zedong", "", "mao"), ("Moon Seong-mook", "", "moon"), ("Sung-Yoon Lee", "", "lee"),
        ("Kim Jong-un", "korean", "kim"), ("Kim Jong Un", "korean", "kim"), ("Syngman Rhee", "korean", "rhee"),
        ("Jean-Paul Sartre", "", "sartre"), ("Queen Victoria", "", ""),
    ],
)  # fmt: skip
def test_the_family_name_is_found(name: str, style: str, family: str) -> None:
    assert person_name(name, style).family.letters == family
