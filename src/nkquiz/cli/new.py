"""`nkquiz new`: a commented file to start from, which passes `check` and can be played at once."""

from __future__ import annotations

import shlex
import unicodedata
from pathlib import Path

import click

from nkquiz import atomic, output
from nkquiz.cli import common


@click.command("new", epilog="Example: nkquiz new facts/planets")
@click.argument("name")
def command(name: str) -> None:
    """Write NAME.yaml, a short example with comments, which you then change.

    NAME may contain a folder, which must exist. An existing file is never replaced.
    """
    path = _path(name)
    common.check_folder(path)
    try:
        atomic.create(path, _text(path.stem).encode())
    except FileExistsError:
        raise output.Refused(path, "it already exists: choose another name, or move it") from None
    click.echo(f"{path} is written. Read it, then try:")
    click.echo(f"  nkquiz quiz {shlex.quote(str(path))}")
    click.echo(f"  nkquiz check {shlex.quote(str(path))}")


def _path(name: str) -> Path:
    """NAME with `.yaml`, unless it has that already."""
    path = Path(name)
    if not path.name or path.name == ".." or name.endswith("/"):
        raise click.BadParameter("give a file name, such as planets", param_hint="NAME")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise click.BadParameter("a name can't contain control characters", param_hint="NAME")
    return path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")


def _text(stem: str) -> str:
    """The example, with an id and a title made from a file's name."""
    from nkquiz.edit import scalar

    words = " ".join(stem.replace("-", " ").replace("_", " ").split()) or stem
    title = words[:1].upper() + words[1:]
    return _EXAMPLE.replace("TITLE", scalar(title), 1).replace("ID", scalar(stem), 1)


_EXAMPLE = """\
# Everything after a # is a comment. Try this file as it is, then put your own facts into it.

id: ID            # names this file in what you learn: never change it
title: TITLE      # "Astronomy::Planets" would make a subdeck in Anki
language: en

# Where your facts come from. Each item shows its source.
sources:
  sheet:
    title: Planetary fact sheet
    publisher: NASA Goddard Space Flight Center
    url: https://nssdc.gsfc.nasa.gov/planetary/factsheet/

# What holds for every fact below that does not say otherwise.
defaults:
  source: sheet

# The things your facts speak of. The wrong options of a question come from the same list.
terms:
  scientist:
    sort: person
    rows:
      - name: Galileo Galilei
        also: [Galileo]                      # accepted too, and never a wrong option
      - name: Johannes Kepler
      - name: William Herschel
      - name: Edmond Halley
  planet:
    attributes:
      place: {values: one}                   # or any, all, open: may a planet have several?
    rows:                                    # or `file: planets.csv`, from a spreadsheet
      - {name: Mercury, place: first}
      - {name: Venus, place: second}
      - {name: Earth, place: third}
      - {name: Mars, place: fourth, also: [the Red Planet]}
      - {name: Jupiter, place: fifth}
      - {name: Saturn, place: sixth}
      - {name: Uranus, place: seventh}
      - {name: Neptune, place: eighth}

# One sentence over the columns of a list gives one fact for each of its rows.
templates:
  - id: place
    for: planet
    fact: "=={name}== is the =={place}== planet from the Sun."
    ask:                                     # a question reads better than a blank
      name: Which planet is the {place} from the Sun?
      place: At which place from the Sun is {name}?

# One sentence each, with the answers ==marked==. Quote a sentence with a colon or a # in it.
facts:
  - id: four-moons                           # keeps what you learnt when the words change
    fact: ==Galileo Galilei== discovered the four largest moons of ==Jupiter==.
    tags: [history, moons]                   # `nkquiz quiz --tag history` asks for these alone
    why: He saw them in January 1610 with a telescope that he had built himself.

  - id: uranus-discovered
    fact: ==William Herschel== discovered the planet Uranus in ==1781==.
    tags: [history]
    ask:
      William Herschel: Who discovered the planet Uranus?
      "1781": In which year was the planet Uranus discovered?

  - id: day-of-venus
    fact: A solar day on Venus lasts about ==117== Earth days.
    marks:                                   # what you want to say about one answer
      "117":
        tolerance: 3                         # 114 to 120 is right
        hint: less than a third of a year

  - id: red-mars
    fact: "Mars has its colour from one substance: ==iron oxide==."
    marks:
      iron oxide:
        accept: [rust]                       # right as well
        distractors: [copper sulphate, pure sulphur, carbon dust]    # wrong options of yours
        reject:
          copper: Copper ores are green or blue more often than red.

  - id: moons-of-mars
    fact: Mars has ==two== moons, Phobos and Deimos.
    as_of: 2024                              # for what may change; shown with the answer
    tags: [moons]
"""
