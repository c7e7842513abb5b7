"""From fact files to a deck: nodes in, `(Deck, problems)` out.

`keys` holds what may stand in a file, `files` follows includes, `terms`, `facts` and `templates`
read the parts, and this module puts them together. Knows nothing of items. A user's mistake is a
problem, and reading goes on, so that one run shows every problem of every file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from nkquiz.collector import paused_collector
from nkquiz.loader.cycles import report_cycles
from nkquiz.loader.facts import read_facts
from nkquiz.loader.files import FactFile, Files
from nkquiz.loader.media import warn_of_other_pictures, warn_of_picture
from nkquiz.loader.reading import listing
from nkquiz.loader.selection import read_selection, read_settings, selected
from nkquiz.loader.sources import read_defaults, read_sources
from nkquiz.loader.template_facts import facts_from
from nkquiz.loader.templates import CompiledTemplate, read_templates
from nkquiz.loader.term_index import TermIndex
from nkquiz.loader.terms import read_terms
from nkquiz.loader.vocabularies import VocabularyDrafts
from nkquiz.markup import images
from nkquiz.model import Deck, Fact, Problem, Source, Template

PathLike = str | os.PathLike[str]


def load(*paths: PathLike, root: PathLike | None = None) -> tuple[Deck, tuple[Problem, ...]]:
    """Read fact files or decks, and all that they include, into one deck.

    Includes, tables and media must lie inside `root`: by default the nearest folder at or above
    the naming file with `.git`, `pyproject.toml` or `seeds/`, else that file's own folder.
    Returns the deck and every problem of every file in the order of path, line and column; what
    a problem of level error touches is left out of the deck. Never raises for a user's mistake.
    """
    problems: list[Problem] = []
    files = Files(Path(root) if root is not None else None, problems)
    with paused_collector():
        given = [files.take(path) for path in paths]
        deck = _assemble(files, given)
    return deck, _sorted(problems)


def loads(
    text: str | bytes, path: str = "<text>", root: PathLike | None = None
) -> tuple[Deck, tuple[Problem, ...]]:
    """Read a deck from a text, as `load` does from files.

    `path` names the text in problems. Without `root`, the text can include nothing.
    """
    problems: list[Problem] = []
    files = Files(Path(root) if root is not None else None, problems)
    with paused_collector():
        deck = _assemble(files, [files.take_text(text, path)])
    return deck, _sorted(problems)


def _assemble(files: Files, given: list[FactFile]) -> Deck:
    _read_sources(files.files)
    drafts = VocabularyDrafts()
    for file in files.files:
        read_terms(file, drafts)
    by_file = {id(file): read_facts(file, drafts) for file in files.files}
    vocabularies = drafts.freeze()
    report_cycles(vocabularies, files.files)
    index = TermIndex(vocabularies)
    templates: list[Template] = []
    for file in files.files:
        for compiled in read_templates(file, index):
            templates.append(compiled.template)
            by_file[id(file)] += _template_facts(compiled, index, file)
    for file in files.files:
        warn_of_other_pictures(by_file[id(file)], file)
    knowledge = _unique(by_file, files.files)
    deck = Deck(
        vocabularies=MappingProxyType(vocabularies),
        knowledge=knowledge,
        templates=tuple(templates),
        paths=tuple(file.shown for file in files.files),
        inputs=tuple(map(str, files.inputs)),
    )
    return _with_choice(deck, files.files, given)


def _template_facts(compiled: CompiledTemplate, index: TermIndex, file: FactFile) -> list[Fact]:
    """The facts of a template; warns if it gives none, and of a picture that can't be shown."""
    facts = list(facts_from(compiled, index))
    if not facts:
        names = listing(f"`{name}`" for name in compiled.phrase.names)
        message = f'no term of "{compiled.vocabulary.name}" has {names}, so this gives no facts'
        file.reader.warn(compiled.template.location, "no-facts", message)
    for fact in facts:
        for image in images(fact.text):
            warn_of_picture(image.path, fact.location, file)
    return facts


def _read_sources(files: list[FactFile]) -> None:
    """Sources first, of every file: a deck may cite those of what it includes."""
    known: dict[str, Source] = {}
    for file in files:
        read_sources(file, known)
        known.update(file.sources)
    for file in files:
        read_defaults(file)


def _unique(by_file: dict[int, list[Fact]], files: list[FactFile]) -> tuple[Fact, ...]:
    """All facts, each id once: the second of two is a problem that names the first."""
    seen: dict[str, Fact] = {}
    for file in files:
        for fact in by_file[id(file)]:
            known = seen.setdefault(fact.key, fact)
            if known is not fact:
                file.reader.error(fact.location, "duplicate-id", _duplicate(fact, known))
    return tuple(seen.values())


def _duplicate(fact: Fact, known: Fact) -> str:
    """What to say of two facts with one id; of two templates it is said once."""
    if fact.has_own_id or known.has_own_id:
        both = fact.template and known.template
        name = fact.template if both else fact.id
        return f'the id "{name}" is also at {known.location}: give one of them another id'
    return f"the same sentence is also at {known.location}: remove one of them"


def _with_choice(deck: Deck, files: list[FactFile], given: list[FactFile]) -> Deck:
    """The deck with its name, its settings and the facts that the files named select."""
    if not given:
        return deck
    first = given[0]
    by_id: dict[str, list[Fact]] = {}
    for fact in deck.knowledge:
        by_id.setdefault(fact.file_id, []).append(fact)
    chosen: dict[str, Fact] = {}
    settings = deck.settings
    for file in reversed(given):  # the first named file has the last word
        settings = read_settings(file, settings)
    for file in files:
        if file not in given:  # what an included deck chooses doesn't count, its mistakes do
            read_settings(file, settings)
            read_selection(file)
    for file in given:
        closure = file.closure()
        own_ids = dict.fromkeys(f.id for f in files if id(f) in closure)
        own = [fact for file_id in own_ids for fact in by_id.get(file_id, ())]
        chosen |= {f.key: f for f in selected(own, read_selection(file), deck, file)}
    return replace(
        deck,
        id=first.id,
        title=first.title or first.id,
        language=first.language,
        facts=tuple(chosen.values()),
        titles=MappingProxyType({file.id: file.title or file.id for file in files}),
        settings=settings,
    )


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place, each once; the order of files is that in which they were first met."""
    unique = dict.fromkeys(problems)
    files = {path: i for i, path in enumerate(dict.fromkeys(p.location.path for p in unique))}
    return tuple(
        sorted(unique, key=lambda p: (files[p.location.path], p.location.line, p.location.column))
    )


__all__ = ["load", "loads"]
