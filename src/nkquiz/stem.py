"""From a fact and one of its marks to the stem of an item: what is hidden, what is asked.

Owns the blank, the question under it, and what all items have in common. Knows no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from nkquiz.distractors import Question
from nkquiz.item import BLANK, Interaction, Item
from nkquiz.knowledge import Knowledge, RightAnswer, tolerant_slot
from nkquiz.markup import images
from nkquiz.model import Difficulty, Fact, Level, Mark, Problem, Values
from nkquiz.values.boundaries import particle, to_word_boundaries

#: One stop, no dots that trail off.
_LAST_STOP = re.compile(r"(?<!\.)\.$")


class _Asked(NamedTuple):
    """What the items of one mark have in common: they share it, in time and in memory."""

    fact: Fact
    mark: Mark
    stem: str
    shows: tuple[str, ...]
    fact_ids: tuple[str, ...]
    memories: tuple[str, ...]


class Making:
    """What items are made with: what the deck knows, and how they are wanted."""

    __slots__ = ("_last", "difficulty", "knowledge", "options", "seed")

    def __init__(
        self,
        knowledge: Knowledge,
        seed: int = 0,
        options: int = 4,
        difficulty: Difficulty | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.seed = seed
        self.options = options
        self.difficulty = difficulty
        self._last: _Asked | None = None

    def asked(self, fact: Fact, mark: Mark) -> _Asked:
        """What a mark asks; the items of one mark are made one after the other, so that the last
        one is remembered and no more. All items of a fact share what names it.
        """
        last = self._last
        if last is not None and last.mark is mark and last.fact is fact:
            return last
        stem = cloze_stem(self.knowledge, fact, mark)
        shows = tuple([slot for slot in fact.shown if slot != mark.attribute])
        fact_ids = last.fact_ids if last is not None and last.fact is fact else (fact.key,)
        self._last = asked = _Asked(fact, mark, stem, shows, fact_ids, (fact.memory(mark),))
        return asked


def item_id(fact: Fact, mark: Mark, kind: str) -> str:
    """`file id / fact id / slot / kind`."""
    return f"{fact.memory(mark)}/{kind}"


def cloze_stem(knowledge: Knowledge, fact: Fact, mark: Mark) -> str:
    """The sentence with one constant blank for each mention of the answer.

    Other names of the answer are hidden too, and letters that touch it: a blank with an ending
    would give it away, and they are of the answer (see `Answers.of`). An indefinite article before a blank is written `a(n)`, a Korean particle
    after it in the form for any sound. An abbreviation that ends the sentence ("v. Chr.") takes its
    stop into the blank; the sentence gets one of its own.
    """
    out, done, after = [], 0, ""
    for start, end in hidden_spans(knowledge, fact, mark, knowledge.answers.of(fact, mark).names):
        out.append(after + _with_neutral_article(fact.text[done:start], fact.language))
        written, after = particle(fact.text, end)
        done = end + len(written)
    out.append(after + fact.text[done:])
    takes_stop = not out[-1] and _LAST_STOP.search(fact.text)
    return BLANK.join(out) + ("." if takes_stop else "")


def hidden_spans(
    knowledge: Knowledge, fact: Fact, mark: Mark, names: Iterable[str]
) -> list[tuple[int, int]]:
    """The half-open stretches of the fact's text that a blank must cover, sorted and apart: the
    mark's own, and where one of these names stands by itself. A number in a longer name isn't
    cut out of it: "the War of 1812" stays whole. So does the path of a picture, which nobody reads.
    """
    own = [to_word_boundaries(fact.text, start, end) for start, end in mark.spans]
    spans = list(own)
    lowered = fact.text.lower()
    own += [(image.alt_end, image.end) for image in images(fact.text)]
    if len(lowered) == len(fact.text):  # else positions would not be those of the text
        for name in names:
            for start, end in _mentions(lowered, name.lower()):
                if any(a <= start and end <= b for a, b in own):
                    continue
                if not (has_digit(name) and knowledge.terms.is_within_name(fact, start, end)):
                    spans.append((start, end))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def has_digit(name: str) -> bool:
    """Whether a name has a digit in it, as years and numbers have."""
    return any(map(str.isdigit, name))


def _mentions(text: str, name: str) -> list[tuple[int, int]]:
    """Where a name of two letters or more stands in a text as words of its own."""
    found = []
    at = text.find(name) if len(name) > 1 else -1
    while at >= 0:
        end = at + len(name)
        if to_word_boundaries(text, at, end) == (at, end):
            found.append((at, end))
        at = text.find(name, end)
    return found


def _with_neutral_article(text: str, language: str) -> str:
    if not language.startswith("en"):
        return text
    before, _, last = text.rstrip(" ").rpartition(" ")
    if text.endswith(" ") and last in ("a", "an", "A", "An"):
        return f"{before}{' ' if before else ''}{last[0]}(n) "
    return text


def sort_word(answer: RightAnswer) -> str:
    """What the answer is called in a hint or a question: `city`, `year`, `number`; or nothing.

    An attribute that is no noun, such as `led_by`, doesn't say it: then the vocabulary of its
    values does, if they are of one.
    """
    value = answer.value
    if value is not None:
        word = value.sort.word
        return word(value) if word is not None else value.sort.noun
    pool = answer.pool
    if pool is None:
        return ""
    name = pool.name if is_noun(pool.name) else pool.vocabulary
    return name.replace("_", " ").replace("-", " ")


#: How a name ends that is no noun: with a participle (`founded`, but not `seed`) or a preposition.
_NO_NOUN = re.compile(
    r"(?:.*[ _-])?(?:(?!(?:bed|red|shed|sled|moped|biped|kindred|hundred)$)[a-z]*[a-df-z]ed"
    r"|born|built|won|made|led|held|begun|written|spoken|drawn|known|sold|shown|sung|taken|worn"
    r"|grown|given|lost|found|by|in|on|at|of|for|to|from|with|since|until|as)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def is_noun(word: str) -> bool:
    return _NO_NOUN.fullmatch(word) is None


#: What is asked under a blank, in the languages whose numbers and dates are known. None names the
#: answer's sort, which would have to agree with the words around it.
_UNDER_BLANK = {
    "de": "Was gehört in die Lücke?",
    "es": "¿Qué completa la frase?",
    "fr": "Qu’est-ce qui complète la phrase ?",
    "it": "Che cosa completa la frase?",
    "ja": "空欄に入るのはどれですか。",
    "ko": "빈칸에 들어갈 말은?",
    "nl": "Wat hoort er op de open plek?",
    "pl": "Czego brakuje w zdaniu?",
    "pt": "O que completa a frase?",
    "ru": "Что пропущено?",
    "uk": "Що пропущено?",
    "zh": "空格处应填什么？",
}


def is_english(language: str) -> bool:
    """Whether words of an English question may stand beside those of a fact's language."""
    return language.partition("-")[0].lower() == "en"


def question_under_blank(answer: RightAnswer, language: str) -> str:
    """What a choice item asks where its stem has a blank, in the language of its fact.

    In one that isn't known it is asked in English, but without the deck's own words: those are
    not English.
    """
    if not is_english(language):
        code = language.partition("-")[0].lower()
        return _UNDER_BLANK.get(code, "Which of these fills the blank?")
    if answer.values:
        return "Which of these belongs in the blank?"
    word = sort_word(answer)
    return f"Which {word} fills the blank?" if word else "Which of these fills the blank?"


def cloze_question(making: Making, fact: Fact, mark: Mark, kind: str) -> Question:
    """The question that a blank asks."""
    asked = making.asked(fact, mark)
    name = f"{asked.memories[0]}/{kind}"
    return Question(making.knowledge, fact, mark, name, asked.stem, asked.shows)


#: How many other answers are looked for: of a thousand rows in one region each has a thousand.
_MOST_RIVALS = 100


def several_answers(question: Question, asked: str = "") -> Problem | None:
    """A problem if other facts answer the same stem otherwise: typed, it would not be fair.

    A list of which each value is right is fair as it is; one that may lack values is not, since
    what is missing from it would be called wrong.
    """
    slot = _open_slot(question)
    if slot:
        message = (
            f'"{question.stem}" can\'t be a typed question, because `{slot}` is `open`, so there may '
            f"be right answers that are not in the deck: if the lists are complete, write "
            f"`values: any` or `values: all`"
        )
        return Problem(question.mark.location, "several-answers", message, Level.WARNING)
    if question.answer.values:
        return None
    rivals = question.knowledge.sentences.rivals(question.fact, question.mark, asked)
    others = {mark.answer for _, mark in islice(rivals, _MOST_RIVALS)}
    if not others:
        return None
    answers = sorted({question.mark.answer, *others})
    left = f"{len(answers) - 4}" if len(others) < _MOST_RIVALS else "many"
    shown = ", ".join(answers[:4]) + (f" and {left} more" if len(answers) > 4 else "")
    slot = tolerant_slot(question.knowledge.rows, question.fact, question.mark, asked)
    near = f"; any `{slot}` within the tolerance is right" if slot else ""
    message = (
        f'"{question.stem}" can\'t be a typed question, because it has several right answers '
        f"({shown}{near}): limit `kinds` to multiple-choice, or say more in the sentence"
    )
    return Problem(question.mark.location, "several-answers", message, Level.WARNING)


def _open_slot(question: Question) -> str:
    """The slot whose values may not be all: the one that is asked for or, where the stem doesn't
    name the term, the first of those that alone tell which is meant. Empty if there is none.
    """
    term, asked = question.fact.term, question.mark.attribute
    if term is None or not asked:
        return ""
    deciding = (asked,) if asked != "name" else question.shows
    columns = [question.knowledge.rows.column(term, slot).values for slot in deciding]
    return deciding[0] if columns and set(columns) == {Values.OPEN} else ""


def build(
    making: Making, question: Question, kind: str, stem: str, interaction: Interaction
) -> Item:
    """The item, with what its fact lends it."""
    fact, mark = question.fact, question.mark
    asked = making.asked(fact, mark)
    return Item(
        id=question.item_id,
        kind=kind,
        fact_ids=asked.fact_ids,
        memories=asked.memories,
        stem=stem,
        interaction=interaction,
        location=mark.location,
        sources=fact.citations,
        why=fact.why,
        as_of=fact.as_of,
        tags=fact.tags,
        hint=mark.options.hint,
        image=fact.image,
        audio=fact.audio,
        language=fact.language,
    )
