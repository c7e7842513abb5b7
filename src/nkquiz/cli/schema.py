"""`nkquiz schema`: the JSON Schema of fact files, for editors."""

from __future__ import annotations

import click

from nkquiz.cli import streams


@click.command("schema", epilog="Example: nkquiz schema > nkquiz.schema.json")
def command() -> None:
    """Print the JSON Schema of fact files.

    With the schema, your editor completes keys and shows mistakes while you write. Save it as
    nkquiz.schema.json, and begin a fact file with
    `# yaml-language-server: $schema=nkquiz.schema.json`.
    """
    from nkquiz.schema import schema

    click.echo(streams.as_json(schema(), indent=2))
