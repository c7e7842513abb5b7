"""A session in a terminal: question, response, verdict, and straight on to the next question.

Owns the order of what is shown and read. How it looks is the screen's, what keys mean the
keyboard's.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console, RenderableType
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from nkquiz.item import Choose, Item
from nkquiz.session import Session
from nkquiz.terminal import screen
from nkquiz.terminal.choices import letter
from nkquiz.terminal.feedback import feedback
from nkquiz.terminal.glyphs import Glyphs, glyphs_for
from nkquiz.terminal.keyboard import LINES, Command, line_reader, read_key
from nkquiz.values import same
