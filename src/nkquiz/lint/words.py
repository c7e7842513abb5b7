"""The words that item-writing rules look for: one literal table a language.

A language without a table has none of these rules: it is better to say nothing than to judge
words that one can't read. All words in their normal form (`nkquiz.values.norm`).
"""

from __future__ import annotations

from typing import NamedTuple


class LintWords(NamedTuple):
    """What one language calls vague, negative and so on. Phrases are words with a space."""

    function: frozenset[str]  # words that carry no content
    asking: frozenset[str]  # content words that say nothing in a stem: "the following statement"
    absolute: frozenset[str]
    vague: frozenset[str]
    negative: frozenset[str]
    not_negative: tuple[str, ...]  # phrases with a negative word that deny nothing
    deictic: frozenset[str]
    expletive: tuple[str, ...]  # how a stem begins where a deictic word points at nothing: patterns
    relative_time: frozenset[str]
    relative_phrases: tuple[str, ...]
    stamps: tuple[str, ...]  # what holds today only
    offices: frozenset[str]
    present: frozenset[str]  # "is", before an office
    articles: frozenset[str]
    lead_prepositions: frozenset[str]
    head_prepositions: frozenset[str]  # a phrase's head stands before one
    plurals: frozenset[str]  # irregular ones
    singulars: frozenset[str]  # words that end like a plural
    singular_verbs: frozenset[str]  # what agrees with a subject before it
    plural_verbs: frozenset[str]
    before_singular: frozenset[str]  # what agrees with a noun after it
    before_plural: frozenset[str]
    asking_plural: frozenset[tuple[str, str]]  # how a question for several begins
    joining: frozenset[str]  # "and _____ are" is no plural
    gerunds_not: frozenset[str]  # nouns that end like a gerund
    conjunction: str
    imperatives: frozenset[str]  # verbs that ask without a question mark
    also_imperatives: frozenset[str]  # nouns too, unless an article or a number follows
    truth: frozenset[str]
    catch_all: tuple[str, ...]  # "all of the above", as patterns
    common_prefixes: frozenset[str]  # first five letters that unrelated words share
    abbreviations: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = LintWords(
    function=_words(
        """
        a an the this that these those and or but nor so yet if then than as of in on at by for
        with from to into onto upon over under about after before between among during since
        until till through per via against within without out up down off around near along
        is are was were be been being am do does did done has have had having will would shall
        should can could may might must not no it its he him his she her hers they them their
        theirs we us our you your i me my who whom whose which what when where why how there here
        also too very more most less least much many some any each every all both either neither
        only just such own same other another one ones while because though although however
        s t n
        """
    ),
    asking=_words(
        """
        following statement statements answer answers option options correct incorrect true false
        right wrong best fill fills blank blanks complete completes called apply applies choose
        select
        """
    ),
    absolute=_words(
        """
        always never all only every none must completely entirely totally absolutely exclusively
        solely everyone everybody everything nobody nothing invariably inevitably impossible
        """
    ),
    vague=_words(
        """
        often usually sometimes may might could generally frequently occasionally seldom rarely
        typically normally mostly commonly probably possibly perhaps
        """
    ),
    negative=_words(
        """
        not no except excepting excluding never least without cannot neither nor none unlike
        isnt arent wasnt werent doesnt dont didnt hasnt havent hadnt wont wouldnt cant couldnt
        shouldnt mustnt incorrect false untrue
        """
    ),
    not_negative=("at least", "not only", "no longer than", "last but not least", "whether or not"),
    deictic=_words("he she it they this that these those there here his her hers their its"),
    expletive=(
        r"[Tt]here (is|are|was|were|exists?|existed|remains?|remained)\b",
        r"[Tt]here (has|have|had|will|would|can|could|may|might|must|used to)( \w+)? (be|been)\b",
        r"[Ii]t (rains|snows|rained|snowed|(is|was) (raining|snowing))\b",
        (
            r"[Ii]t (takes|took|(will|can|may) take|has taken) "
            r"(?!(its|his|her|the|part|place|up|over|in|on|off|after|from)\b)(.* )?(to|for|before|until) "
        ),
        (
            r"[Ii]t (seems|seemed|appears|appeared|follows|followed|happens|happened|turn(s|ed) out)"
            r"( \w+)? (that|as)\b"
        ),
        # It is known that; it is easy to.
        r"[Ii]t (is|was|has been) (?!(a|an|the|one|its)\b)\w+( \w+)? (that|whether|how|why)\b",
        (
            r"[Ii]t (is|was|has been)( \w+)? (easy|easier|hard|harder|difficult|possible|impossible|"
            r"necessary|important|common|usual|customary|legal|illegal|forbidden|safe|dangerous|best|"
            r"better|useful|enough) (to|for)\b"
        ),
        # It is the Danube that; it was in 1989 that.
        r"[Ii]t (is|was)( not| only)* .{0,60}?(_____|\b[A-Z0-9][\w'’-]*) (that|who|whose|when|where)\b",
    ),
    relative_time=_words("now recently today nowadays lately soon tomorrow yesterday"),
    relative_phrases=(
        "this year",
        "last year",
        "next year",
        "this month",
        "last month",
        "this week",
        "last week",
        "years ago",
        "months ago",
        "weeks ago",
        "days ago",
        "in recent years",
        "these days",
        "this century",
    ),
    stamps=(
        "current",
        "currently",
        "latest",
        "still",
        "so far",
        "at present",
        "to date",
        "as yet",
        "most recent",
        "most recently",
        "incumbent",
        "up to now",
        "until now",
    ),
    offices=_words(
        """
        president premier chancellor king queen emperor monarch pope mayor governor ceo chairman
        chairwoman chairperson chair head leader minister ambassador champion
        """
    ),
    present=_words("is are"),
    articles=_words("a an the"),
    lead_prepositions=_words(
        "in on at by for with from of after before because during through under over without into"
    ),
    head_prepositions=_words("of in at for to with on by from against between about that who"),
    plurals=_words("men women children people feet teeth mice geese oxen lice police cattle"),
    singulars=_words(
        """
        news lens gas bus chaos cosmos atlas canvas christmas bias pancreas series species
        yes always perhaps asbestos rabies diabetes measles mumps
        """
    ),
    singular_verbs=_words("is was has does isnt wasnt hasnt"),
    plural_verbs=_words("are were have do arent werent havent"),
    before_singular=_words("this that each every another"),
    before_plural=_words("these those many several few both two three four five"),
    asking_plural=frozenset((w, v) for w in ("what", "which") for v in ("are", "were")),
    joining=_words("and or nor"),
    gerunds_not=_words(
        """
        king ring thing spring string wing morning evening building ceiling nothing something
        everything anything during sibling pudding wedding feeling meaning clothing being
        """
    ),
    conjunction="and",
    imperatives=_words(
        """
        name give complete identify define describe explain choose select pick tell say write
        translate convert calculate compute solve determine specify classify indicate
        """
    ),
    also_imperatives=_words("state list find fill spell mention label estimate"),
    truth=_words("true false yes no"),
    catch_all=(
        r"(all|none|any|both|neither|most|some|two|each) of (the )?(above|below)",
        r"(all|none|any|both|neither|most|some|two|each) of (these|those|them)",
        r"(all|none|any|both|neither|most|some|two|each) of the (following|options|answers|others)",
        r"(all|none|any|both|neither) (the )?(above|below)",
        r"(all|both|none|neither|no) (answers?|options?|choices?)( (is|are) (correct|right|wrong))?",
        r"(all|both|none|neither) (is|are) (correct|right|true|wrong)",
        r"(any|some|more than one) (other|combination) of (the )?(above|these)",
        r"no (correct|right) (answer|option)",
    ),
    common_prefixes=_words(
        "inter under super trans multi micro macro hyper hydro proto photo elect count contr"
    ),
    abbreviations=_words(
        "mr mrs ms dr st prof rev gen col sgt capt lt hon jr sr vs etc approx ca no vol fig ed eds "
        "inc ltd co corp mt ft bros dept est"
    ),
)

TABLES = {"en": ENGLISH}


def words_of(language: str) -> LintWords | None:
    """The table of a language tag (`en-GB` is `en`); None where there is none."""
    return TABLES.get(language[:2].lower()) if language[2:3] in ("", "-", "_") else None
