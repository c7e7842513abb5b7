"""`nkquiz schema`: the JSON Schema of fact files, for editors."""

from __future__ import annotations

import json

import click


@click.command("schema", epilog="Example: nkquiz schema > nkquiz.schema.json")
def command() -> None:
    """Print the JSON Schema of fact files.

    An editor that knows it completes keys and shows mistakes while you write. Begin a fact file
    with `# yaml-language-server: $schema=nkquiz.schema.json`, the path of what this printed.
    """
    from nkquiz.schema import schema

    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
