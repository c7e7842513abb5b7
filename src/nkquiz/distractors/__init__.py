"""Distractors: which candidates are proven wrong, and which of those to offer.

Owns the proofs and the ranking. A candidate that can't be proven wrong is refused, with the
reason; nothing is ever padded. Draws depend on the seed, the item and the candidate alone.
"""

from nkquiz.distractors.clashes import clash
from nkquiz.distractors.contradicting import contradictions
from nkquiz.distractors.own_fact import own_fact
from nkquiz.distractors.proofs import Judgement, authored, judge
from nkquiz.distractors.quantities import in_order, value_options
from nkquiz.distractors.question import Question
from nkquiz.distractors.ranking import considered, drawn, further, in_turn
from nkquiz.distractors.reasons import Obstacle, judged, obstacle, without_room

__all__ = [
    "Judgement",
    "Obstacle",
    "Question",
    "authored",
    "clash",
    "considered",
    "contradictions",
    "drawn",
    "further",
    "in_order",
    "in_turn",
    "judge",
    "judged",
    "obstacle",
    "own_fact",
    "value_options",
    "without_room",
]
