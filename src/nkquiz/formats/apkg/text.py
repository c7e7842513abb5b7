"""The notes as text for Anki's own import: one a line, tab-separated, with a GUID.

They go into the note types that every collection has, Cloze and Basic, since a text file brings
none. So they are other notes than a package's, and have GUIDs of their own. Anki updates what has
changed by content; there is no memory to keep.
"""

from __future__ import annotations

import csv
import errno
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nkquiz import atomic, output
from nkquiz.formats.apkg.media import is_own
from nkquiz.formats.apkg.models import CHOICE, CLOZE, MATCHING, ORDERING, QUESTION, NoteType
from nkquiz.formats.apkg.note import Note, guid
from nkquiz.formats.apkg.package import DuplicateNotes

#: The mark stands in it too: Anki passes over what begins with # and is no setting of its own.
_HEAD = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n"
    "#tags column:4\n#"
)
#: What a formula begins with in a spreadsheet; the wide signs too, where those are usual.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_JOINER = "\u2060"  # nobody sees it
#: How many bytes of a picture or sound are in memory at once.
_PIECE = 1 << 16


def write_text(
    path: Path,
    notes: Iterable[Note],
    media: Mapping[str, Path],
    inputs: Iterable[str] = (),
    *,
    force: bool = False,
) -> int:
    """Write the notes, and what they show beside them into their `media_folder`.

    Returns how many there are; with none nothing is written. Raises OSError where it can't be
    written, output.Refused where it must not be, DuplicateNotes.
    """
    inputs = tuple(inputs)
    output.check(path, inputs, force=force)  # before the work
    seen: set[str] = set()
    aside = atomic.beside(path, _encoded(notes, seen))
    try:
        if seen:
            with aside.open("r+b") as stream:
                output.seal(stream, len(_HEAD))
                stream.flush()
                os.fsync(stream.fileno())
            folder = media_folder(path)
            _copy(media, folder, inputs, force=force)
            output.put([(aside, path)], inputs, force=force)
            _clear(folder, media, inputs)
    finally:
        aside.unlink(missing_ok=True)
    return len(seen)


def media_folder(path: Path) -> Path:
    """Where the pictures and sounds of a text are: it alone, `x.txt` and `x.tsv` share none."""
    return path.with_name(f"{path.name}.media")


def _encoded(notes: Iterable[Note], seen: set[str]) -> Iterator[bytes]:
    """The file, a line at a time; the ids of the notes are added to `seen`."""
    yield _HEAD.encode() + output.UNSEALED + b"\n"
    for note in notes:
        if note.id in seen:
            raise DuplicateNotes((note.id,))
        seen.add(note.id)
        line = io.StringIO()
        csv.writer(line, delimiter="\t", lineterminator="\n").writerow(_row(note))
        yield line.getvalue().encode()


def _row(note: Note) -> tuple[str, ...]:
    values = dict(zip(note.type.fields, note.fields, strict=True))
    about = [values["Why"], f"As of {values['As of']}" if values["As of"] else "", values["Source"]]
    type_ = "Cloze" if note.type is CLOZE else "Basic"
    front, back = _sides(note.type, values)
    return (
        guid(f"{note.id}\ttext"),
        type_,
        # Spaces stand between tags; for a name with one Anki would make a new deck each time.
        f"{_JOINER}{note.deck}" if note.deck.startswith(_FORMULA) else note.deck,
        f" {note.tags.strip()}" if note.tags.strip().startswith(_FORMULA) else note.tags.strip(),
        _no_formula(_lines(front, values["Image"])),
        _no_formula(_lines(*back, *about, values["Audio"])),
    )


def _no_formula(html: str) -> str:
    """HTML that reads the same, and that no spreadsheet takes for a formula."""
    text = html.lstrip()
    if not text.startswith(_FORMULA):
        return html
    return f"{html[: -len(text)]}&#{ord(text[0])};{text[1:]}"


def _sides(type_: NoteType, values: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """What a note asks, and what it answers in lines."""
    if type_ is CLOZE:
        return values["Text"], ()
    asked = _lines(values[type_.fields[0]], values["Prompt"])
    if type_ is QUESTION:
        also = values["Also right"]
        return asked, (
            values["Parts"] or values["Answer"],
            f"Also right: <ul>{also}</ul>" * bool(also),
        )
    if type_ is MATCHING:
        return _lines(asked, values["Premises"], _alphabetic(values["Responses"])), (
            values["Pairs"],
        )
    if type_ is ORDERING:
        return _lines(asked, _alphabetic(values["Parts"])), (values["Order"],)
    told = values["Notes"] if type_ is CHOICE else _lines(values["Right"], values["Notes"])
    return _lines(asked, _alphabetic(values["Options"])), (f"<b>{values['Answer']}</b>", told)


def _alphabetic(html: str) -> str:
    """A list whose items have letters."""
    return '<ol type="A">' + html[html.index(">") + 1 :]


def _lines(*parts: str) -> str:
    """The parts that there are, each below the last; a list begins a line by itself."""
    return "<br>".join(part for part in parts if part).replace("</ol><br>", "</ol>")


def _copy(media: Mapping[str, Path], folder: Path, inputs: tuple[str, ...], *, force: bool) -> None:
    if media and folder.exists() and not folder.is_dir():
        message = "this is not a folder, but pictures and sounds need one: move it, or choose another name"
        raise NotADirectoryError(errno.ENOTDIR, message, str(folder))
    missing = {folder / name: path for name, path in media.items() if not is_own(folder / name)}
    for place in missing:
        output.check(place, inputs, force=force)
    for place, path in missing.items():
        folder.mkdir(exist_ok=True)
        with path.open("rb") as stream:
            atomic.replace(place, iter(lambda: stream.read(_PIECE), b""))


def _clear(folder: Path, media: Mapping[str, Path], inputs: tuple[str, ...]) -> None:
    """Remove what an earlier text showed and this one doesn't; only what is ours, unchanged."""
    if folder.is_dir():
        for file in folder.iterdir():
            if file.name not in media and is_own(file) and not output.is_among(file, inputs):
                file.unlink()
