"""Ids and accepted answers written back into a fact file, comments and layout kept.

Owns edits of a file's text. Each is made twice, in the raw text and in the data that the text
says; it stands only if the new text reads as the new data, and is refused otherwise. Knows where
facts and terms stand in a file, not what they mean: ids and answers are given to it.
"""

from nkquiz.edit.answers import add_accept, add_also
from nkquiz.edit.file_edit import Edited
from nkquiz.edit.ids import write_ids
from nkquiz.edit.saving import save
from nkquiz.edit.yaml_text import scalar

__all__ = ["Edited", "add_accept", "add_also", "save", "scalar", "write_ids"]
