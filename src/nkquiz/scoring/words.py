"""The words that decide a verdict: joining, choosing and denying, and those that must not be
mistaken for each other. Tables, and how to look things up in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nkquiz.knowledge import ARTICLES
from nkquiz.values import list_word


@dataclass(frozen=True, slots=True)
class ScoringWords:
    """The words of one language, in lower case."""

    and_: tuple[str, ...] = ()
    or_: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    before_value: tuple[str, ...] = ()  # "in 1948"
    titles: tuple[str, ...] = ()  # "President Truman"
    rulers: tuple[str, ...] = ()  # "King Louis XIV": before names without a family name


_WORDS = {
    "en": ScoringWords(
        and_=("and",),
        or_=("or",),
        not_=("not", "no", "never", "none", "without", "neither", "nor", "except", "isn't", "aint"),
        of=("of",),
        before_value=("in the year of", "in the year", "the year", "year", "in", "on"),
        titles=(
            "mr", "mrs", "ms", "miss", "dr", "doctor", "prof", "professor", "sir", "madame", "lord",
            "lady", "admiral", "captain", "colonel", "chairman", "president", "general", "chancellor", "senator", "minister",
        ),
        rulers=(
            "king", "queen", "pope", "saint", "emperor", "empress", "tsar", "tsarina", "czar", "kaiser",
            "sultan", "pharaoh", "shah", "caliph", "duke", "duchess", "prince", "princess",
        ),
    ),
    "de": ScoringWords(
        and_=("und",), or_=("oder",), not_=("nicht", "kein", "keine", "ohne", "nie", "weder"),
        of=("von",), before_value=(
            "im jahre", "im jahr", "das jahr", "in den", "am", "im", "in", "das", "der", "den", "dem", "die", "vom",
        ),
        titles=("herr", "frau", "dr", "prof", "professor", "präsident", "kanzler", "general"),
        rulers=("könig", "königin", "kaiser", "kaiserin", "papst", "zar", "zarin", "fürst", "herzog"),
    ),
    "fr": ScoringWords(
        and_=("et",), or_=("ou",), not_=("pas", "non", "sans", "jamais", "ni", "aucun"),
        of=("de", "du", "d"), before_value=("en l'an", "l'an", "en", "le", "au", "les", "dans les"),
        titles=("m", "mme", "monsieur", "madame", "dr", "président", "général"),
        rulers=("roi", "reine", "pape", "empereur", "impératrice", "tsar", "saint", "duc"),
    ),
    "es": ScoringWords(
        and_=("y", "e"), or_=("o", "u"), not_=("no", "sin", "nunca", "ni"), of=("de", "del"),
        before_value=("en el año", "el año", "en el", "en", "el"), titles=("señor", "señora", "don", "dr"),
        rulers=("rey", "reina", "papa", "emperador", "emperatriz", "zar", "san"),
    ),
    "it": ScoringWords(
        and_=("e", "ed"), or_=("o", "od"), not_=("non", "no", "senza", "mai"), of=("di", "del"),
        before_value=("nel", "nell'anno", "il"), titles=("signor", "signora", "dr"),
    ),
    "pt": ScoringWords(
        and_=("e",), or_=("ou",), not_=("não", "sem", "nunca", "nem"), of=("de", "do", "da"),
        before_value=("em", "no ano de", "no"), titles=("senhor", "senhora", "dom", "dr"),
    ),
    "nl": ScoringWords(
        and_=("en",), or_=("of",), not_=("niet", "geen", "zonder", "nooit"), of=("van",),
        before_value=("in het jaar", "in", "op"), titles=("meneer", "mevrouw", "dr"),
    ),
    "ru": ScoringWords(
        and_=("и",), or_=("или",), not_=("не", "нет", "без"), before_value=("в",), titles=()
    ),
    "pl": ScoringWords(and_=("i", "oraz"), or_=("lub", "albo"), not_=("nie", "bez"), before_value=("w",)),
    "sv": ScoringWords(and_=("och",), or_=("eller",), not_=("inte", "ej", "utan"), of=("av",)),
    "da": ScoringWords(and_=("og",), or_=("eller",), not_=("ikke", "uden"), of=("af",)),
    "nb": ScoringWords(and_=("og",), or_=("eller",), not_=("ikke", "uten"), of=("av",)),
}  # fmt: skip


def words_of(language: str) -> ScoringWords:
    """The words of a language; the English ones where it has no table."""
    return _WORDS.get(language[:2], _WORDS["en"])


@lru_cache(maxsize=64)
def joining_words(language: str) -> tuple[str, ...]:
    """What joins the parts of a list that is typed in a language: its own words, the one that its
    answers are written with, and the English one, which people type out of habit.
    """
    words = (*words_of(language).and_, list_word(language), *_WORDS["en"].and_)
    return tuple(dict.fromkeys(word for word in words if word))


#: Between the parts of a family name: van Gogh, da Vinci.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "du",
        "del",
        "della",
        "dos",
        "das",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "ter",
        "ten",
        "zu",
        "zur",
    ]
)


@lru_cache(maxsize=64)
def small_words(language: str) -> frozenset[str]:
    """Words that tell no name from another: "and", "of", articles, the "van" of van Gogh."""
    words = words_of(language)
    small = {*words.and_, *words.of, *ARTICLES.get(language[:2], ()), *PARTICLES}
    return frozenset(word for word in small if len(word) > 1)


#: Before a name that needs them to be told from others: Queen Victoria, Pope John Paul II.
TITLES_IN_NAMES = frozenset(
    [
        "pope",
        "king",
        "queen",
        "saint",
        "emperor",
        "empress",
        "tsar",
        "admiral",
        "captain",
        "colonel",
        "prince",
        "princess",
    ]
)

#: English points of the compass by their letter, and a name that begins with one: S. Korea.
DIRECTIONS = {"n": "North", "e": "East", "s": "South", "w": "West"}
SHORT_DIRECTION = re.compile(r"([nesw])[ .-]+(\w.+)", re.IGNORECASE)

#: Words of which one is never a slip for another.
CONTRASTS = tuple(
    frozenset(group.split())
    for group in (
        "north south east west",
        "northern southern eastern western central",
        "northeast northwest southeast southwest",
        "nord sud süd est ost ouest west sued osten westen norden süden",
        "norte sur este oeste sul leste",
        "left right",
        "upper lower middle",
        "inner outer",
        "front back",
        "top bottom",
        "internal external",
        "interior exterior",
        "high low",
        "higher lower",
        "major minor",
        "maximum minimum",
        "more less fewer",
        "most least",
        "big small",
        "large small",
        "great little lesser greater",
        "long short",
        "longer shorter",
        "old new",
        "young old",
        "elder younger",
        "senior junior",
        "early late",
        "first last",
        "former latter",
        "before after",
        "male female",
        "man woman",
        "men women",
        "king queen",
        "prince princess",
        "emperor empress",
        "duke duchess",
        "god goddess",
        "actor actress",
        "host hostess",
        "father mother",
        "brother sister",
        "son daughter",
        "boy girl",
        "black white red green blue",
        "light dark",
        "hot cold",
        "wet dry",
        "hard soft",
        "rich poor",
        "strong weak",
        "positive negative",
        "active passive",
        "concave convex",
        "longitude latitude",
        "summer winter spring autumn",
        "sunrise sunset",
        "dawn dusk",
        "import export",
        "imports exports",
        "immigration emigration",
        "public private",
        "civil military",
        "increase decrease",
        "rise fall",
        "ascending descending",
        "anode cathode",
        "monday tuesday wednesday thursday friday saturday sunday",
        "january february march april may june july august september october november december",
        "dynamic static",
        "acid base",
        "solid liquid gas",
        "vein artery",
        "plus minus",
    )
)

#: Beginnings, and ends, of which one is never a slip for another. An empty one: none at all.
PREFIXES = tuple(
    tuple(sorted(group.split(), key=len, reverse=True))
    for group in (
        "hyper hypo", "pre post pro per", "endo exo ecto", "inter intra infra", "macro micro",
        "sub super supra", "over under", "mono multi meso", "tri tetra", "penta poly", "hexa hepta",
        "homo hetero", "ante anti", "ab ad", "ex im em en", "deci deca", "milli mega micro",
        "north south east west", "ortho para", "af ef", "eu ex", "iso aniso",
        "for fore", "chloro chromo",
    )
)  # fmt: skip
DENYING = ("anti", "dis", "non", "an", "in", "un", "de")
#: Prefixes that make another word of one.
CHANGING = frozenset(DENYING).union(*PREFIXES)
#: Words without which a name is another thing, and not the same one less exactly.
MODIFIERS = frozenset(
    (
        "vice", "deputy", "acting", "assistant", "associate", "interim", "under", "semi", "quasi",
        "pseudo", "half", "step", "co", "ex",
    )
)  # fmt: skip
SUFFIXES = tuple(
    tuple(sorted(group.split(), key=len, reverse=True))
    for group in (
        "ate ite ide ine ile ane ene yne one ase ose", "ic ous", "er ee", "or ee", "phile phobe",
        "philia phobia", "philic phobic", "philous phobous", "tope tone", "cene gene",
        "carpal tarsal", "carpus tarsus", "phagia phasia plasia", "trophic tropic", "trophy tropy",
        "otomy ostomy ectomy",
        "ology onomy ography", "gram graph", "less ful", "al ol yl",
        "blast clast", "plasm plast", "ive ion", "ism ist", "cyte cide",
    )
)  # fmt: skip

#: How British English spells parts of words, and how American English does: `|` stands for the
#: beginning or the end of the word.
_SPELLINGS = """
|prise|/|prise| |prised|/|prised| |prises|/|prises| |prising|/|prising|
sulph/sulf aemi/emi haem/hem oestr/estr oesoph/esoph oedem/edem |foet/|fet caesi/cesi |paed/|ped orthopaed/orthoped
encyclopaed/encycloped archaeo/archeo |palaeo/|paleo |aetiol/|etiol anaesth/anesth rrhoea/rrhea |coeli/|celi
|coelom/|celom amoeb/ameb gynaec/gynec faec/fec |caec/|cec homoeo/homeo dyspnoea/dyspnea manoeuvr/maneuver
primaeval/primeval mediaeval/medieval |aluminium/|aluminum plough/plow |grey/|gray |tyre/|tire mould/mold |moult/|molt
smoulder/smolder |pyjama/|pajama |aeroplane/|airplane |sceptic/|skeptic |programme|/|program| |programmes|/|programs|
|artefact/|artifact |axe|/|ax| |moustache/|mustache |jewellery/|jewelry |jeweller/|jeweler |cosy|/|cozy|
|wilful/|willful |skilful/|skillful |instal|/|install| |enrol|/|enroll| |fulfil|/|fulfill| |ageing/|aging
defence/defense offence/offense licence/license pretence/pretense practise/practice logue|/log| logues|/logs|
agogue|/agog| agogues|/agogs| lyse|/lyze| lysed|/lyzed| lyser|/lyzer| lysing|/lyzing| isation/ization ising|/izing|
ised|/ized| iser|/izer| isers|/izers| ise|/ize| ises|/izes|
centre/center theatre/theater metre/meter litre/liter |titre/|titer fibre/fiber sabre/saber calibre/caliber
spectre/specter lustre/luster sombre/somber meagre/meager |ochre/|ocher |sepulchre/|sepulcher |saltpetre/|saltpeter
|mitre/|miter colour/color flavour/flavor harbour/harbor honour/honor humour/humor labour/labor neighbour/neighbor
odour/odor parlour/parlor rumour/rumor savour/savor vapour/vapor vigour/vigor behaviour/behavior favour/favor
tumour/tumor endeavour/endeavor |armour/|armor candour/candor clamour/clamor splendour/splendor rigour/rigor
ardour/ardor valour/valor saviour/savior fervour/fervor arbour/arbor demeanour/demeanor
travelle/travele travelli/traveli modelle/modele modelli/modeli labelle/labele labelli/labeli cancelle/cancele
cancelli/canceli levelle/levele levelli/leveli signalle/signale signalli/signali fuelle/fuele fuelli/fueli
counsello/counselo counselli/counseli tunnelle/tunnele tunnelli/tunneli channelle/channele channelli/channeli
"""
_AMERICAN = dict(pair.split("/") for pair in _SPELLINGS.split())
_BRITISH = re.compile("|".join(f"(?:{re.escape(part)})" for part in _AMERICAN))


@lru_cache(maxsize=4096)
def american(word: str) -> str:
    """An English word, in lower case and without accents, as Americans spell it."""
    return _BRITISH.sub(lambda found: _AMERICAN[found[0]], f"|{word}|").strip("|")


#: Of a word in a language other than English, what stays and what may change as it is inflected.
_SHORTEST_STEM = 3
_LONGEST_ENDING = 2
#: English plurals that follow no rule, by their plural.
PLURALS = {
    "children": "child", "men": "man", "women": "woman", "people": "person", "feet": "foot",
    "teeth": "tooth", "geese": "goose", "mice": "mouse", "lice": "louse", "oxen": "ox",
    "bacteria": "bacterium", "criteria": "criterion", "phenomena": "phenomenon",
    "nuclei": "nucleus", "fungi": "fungus", "cacti": "cactus", "stimuli": "stimulus",
    "vertebrae": "vertebra", "larvae": "larva", "algae": "alga", "antennae": "antenna",
    "analyses": "analysis", "crises": "crisis", "hypotheses": "hypothesis", "axes": "axis",
    "vertices": "vertex", "matrices": "matrix", "appendices": "appendix", "media": "medium",
    "strata": "stratum", "ova": "ovum", "formulae": "formula", "radii": "radius",
}  # fmt: skip


def singular(word: str) -> frozenset[str]:
    """What an English word may be the plural of, and the word itself."""
    found = {word, PLURALS.get(word, word)}
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.add(word[:-1])
    for ending, others in (("ies", ("y",)), ("ves", ("f", "fe")), ("es", ("",))):
        if len(word) > len(ending) + 1 and word.endswith(ending):
            found.update(word.removesuffix(ending) + other for other in others)
    return frozenset(found)


def inflected_alike(a: str, b: str, language: str) -> bool:
    """Whether two words may be one, inflected: by the English plural, elsewhere by their ending."""
    if language.startswith("en"):
        return not singular(a).isdisjoint(singular(b))
    stem = next(
        (at for at, pair in enumerate(zip(a, b, strict=False)) if len(set(pair)) > 1),
        min(len(a), len(b)),
    )
    return stem >= _SHORTEST_STEM and max(len(a), len(b)) - stem <= _LONGEST_ENDING


#: Different words that look like slips of each other.
_PAIRS = """
stalactite/stalagmite stalactites/stalagmites photon/proton photons/protons neutron/neuron
neutrons/neurons neutron/neutrino absorption/adsorption absorb/adsorb meiosis/mitosis
complement/compliment principal/principle affect/effect ileum/ilium ureter/urethra
thiamine/thymine cytosine/cysteine adenine/adenosine glutamine/glutamate silicon/silicone
glycogen/glucagon cation/anion perineum/peritoneum allusion/illusion eminent/imminent
moral/morale human/humane desert/dessert stationary/stationery council/counsel
capital/capitol causal/casual martial/marital angel/angle quiet/quite trial/trail
silver/sliver carat/carrot planet/plant comet/comment crater/carter calvary/cavalry
parish/perish statue/statute status/statue county/country region/religion
revolution/evolution resolution/revolution transcription/transcriptase
translation/transition devolution/evolution erosion/corrosion diffraction/refraction
reflection/refraction fusion/fission conduction/convection mass/moss pope/pole
monarchy/monarch democracy/democrat prophase/metaphase dominion/domination apogee/perigee
diploid/haploid myosin/myelin venule/venture pistil/pistol stamen/stamina cell/cello
bronze/bronzer brass/grass nucleus/nucleolus nucleoid/nucleolus ribosome/ribose
chromatin/chromatid centromere/centrosome centriole/centromere glacier/glazier
gorilla/guerrilla lightning/lightening emigrate/immigrate magnet/magnate amplitude/aptitude populace/populous
prophecy/prophesy tropic/topic colonel/colonial baron/barren latitude/altitude pluto/plato
adapt/adopt emission/omission vacation/vocation adverse/averse mandate/mandatory
optician/optical
peroneal/perineal meiosis/miosis ellipse/eclipse ellipses/eclipses hyperbole/hyperbola
quadratic/quadric barometer/bolometer monet/manet brahmin/brahman brahmins/brahmans
innate/inmate convection/conviction cirrus/citrus stack/stick lumbar/lumber metal/mental
metals/mentals insulin/inulin hypothesis/hypophysis glycine/glycerine mucus/mucous
callus/callous phosphorus/phosphorous malleus/malleolus plague/plaque tendon/tenon
facial/fascial lysosomes/liposomes chromosome/chromatosome peptide/peptidase
creatine/creatinine pyrimidine/pyridine guanine/guanidine proline/praline tyrosine/thyroxine
histamine/histidine lepton/leptin meson/mason shale/scale slate/state stratus/status
peninsula/peninsular tributary/tributory continent/contingent abolition/ablution
succession/secession villein/villain simile/smile prologue/prorogue legato/legate cantor/canter
fugue/fogue baroque/barque tempera/tempura nave/navel perpetrate/perpetuate ingenious/ingenuous
credible/creditable discreet/discrete appraise/apprise assent/ascent alternate/alternative
personal/personnel precedent/president prostate/prostrate vertex/vortex bases/basis
metal/medal metals/medals warship/worship warships/worships gate/gait gates/gaits crown/clown
farmer/former battle/bottle cannon/canon cannons/canons profit/prophet profits/prophets
treason/reason temple/template coast/cost beach/beech mineral/minaret miner/minor reign/rein
session/cession flour/flower horde/hoard muscle/mussel muscles/mussels
hydroxide/hydride immoral/immortal ingestion/injection ingestion/indigestion inflation/inflection
synapsis/synopsis perihelion/parhelion transduction/transaction
radius/radium integral/integrate integrand/integral permutation/permeation aphasia/aphagia
"""
PAIRS = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())
