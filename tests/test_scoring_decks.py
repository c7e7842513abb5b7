"""The decks that ship, played by sloppy typists and by people who are wrong in likely ways."""

from __future__ import annotations

from functools import cache

import pytest

from nkquiz.item import Item
from nkquiz.knowledge import knowledge_of
from nkquiz.model import Deck
from nkquiz.scoring import Verdict, score
from nkquiz.scoring.target import target_of
from nkquiz.values import Date, norm
from shipped import NAMES, shipped
from typed_items import typed_items

ACCEPTED = (Verdict.CORRECT, Verdict.TYPO)

SLOPPY = """
Ri Il-kyu: ri il kyu | Lee Il Kyu | Il-kyu Ri | Ri Il-gyu | Rhee Il-kyu | Ri Ilkyu | RI IL-KYU
Kim Jong-un: kim jong un | Kim Jongun | Kim Jung-un | Kim Jong Eun | Jong-un Kim
Kim Yo-jong: Kim Yo Jong | Kim Yeo-jong | Kim Yo-jung
Yoon Suk-yeol: Yoon Seok-yeol | Yoon | yoon suk yeol | Suk-yeol Yoon | Yun Suk-yeol
Tae Yong-ho: Thae Yong Ho | Tae | tae yongho | Tae Young-ho
Moon Seong-mook: Moon Sung-mook | Seong-mook Moon | moon seongmook
Leif-Eric Easley: Easley | Leif Easley | leif eric easly | Easley, Leif-Eric
Havana: havanna | La Habana | Havana. | "Havana"
Cuba: cuba | CUBA! | Republic of Cuba
United Kingdom: the UK | britain | Great-Britain | U.K. | united kingdon
November 2023: Nov 2023 | 11/2023 | Nov. 2023 | in November 2023 | Novemeber 2023
February 2024: Feb 2024 | 2/2024 | february 2024 | Febuary 2024
14 July 2024: July 14, 2024 | 14/7/2024 | 14th July 2024 | 2024-07-14 | on 14 July 2024
2,700: 2700 | about 2,700 | two thousand seven hundred | 2700 North Koreans | 2 700
six: 6 | Six | 6 hours | six hours
196: one hundred and ninety-six | 196 arrivals
National Intelligence Service: NIS | the NIS | National Inteligence Service | N.I.S.
Chosun Ilbo: chosun | Chosun-Ilbo | ChosunIlbo | the Chosun Ilbo
Ewha Womans University: Ewha | Ewha Womens University | ewha university
political affairs: politics | political afairs | Political Affairs
medical treatment: medical treatement | Medical Treatment
balloons: baloons | balloon | the balloons
missiles: misiles | missile
leaflets: leaflet | leafletts
embarrassment: embarassment | an embarrassment | embarrasment
financial support: finacial support | financial suport
border controls: border control | border-controls
plane tickets: plane ticket | Plane tickets
sanctions: sanction | the sanctions
Panama: panama | Pannama
Mexico: mexico | Mexcio
"""

WRONG = """
Ri Il-kyu: Ri Kyu-il | Pak Il-kyu | Jo Song-gil | Kim Jong-un | Il-kyu | Ri Il-kyu or Jo Song-gil
Kim Jong-un: Kim Jong-il | Kim Yo-jong | Kim Un-jong | Kim | Kim Yong-un | not Kim Jong-un
Kim Yo-jong: Kim Jong-un | Kim Jong-il | Kim Yong-nam | Kim
Yoon Suk-yeol: Moon Jae-in | Kim Jong-un | Lee Myung-bak | Yeol-suk Yoon | Suk-yeol
Tae Yong-ho: Jo Song-gil | Ri Il-kyu | Tae Ho-yong | Pak Yong-ho
Moon Seong-mook: Moon Jae-in | Cheong Seong-chang | Moon | Moon Mook-seong
Leif-Eric Easley: Victor Cha | Bruce Bennett | Leif-Eric | Easton
Havana: Cuba | Rome | Caracas | Managua | Havana or Rome
Cuba: Italy | Kuwait | Havana | Mexico | Cuba or Italy | not Cuba
United Kingdom: Italy | Ireland | London | United | United States
November 2023: November 2022 | October 2023 | 2023 | November | 2024
February 2024: February 2023 | March 2024 | 2024 | 2/2023
14 July 2024: 4 July 2024 | 14 June 2024 | 14 July 2023 | July 2024 | 15 July 2024
2,700: 270 | 27,000 | 1,700 | 2,700,000 | 7,200
six: 7 | sixteen | sixty | 60 | sixth | 5 | 6 days
196: 169 | 190 | 197 | 1960
National Intelligence Service: National Security Council | National Police Agency | CIA | Ministry of Unification
Chosun Ilbo: Dong-A Ilbo | Hankook Ilbo | Hankyoreh | Ilbo
Ewha Womans University: Yonsei University | Hanyang University | University
medical treatment: medical training
balloons: leaflets | missiles | bullets
missiles: balloons | leaflets
leaflets: balloons | missiles
sister: brother | mother | daughter
death: life | prison
deeper isolation: isolation | deeper integration
unfair work appraisal: fair work appraisal | work
financial support: political support | support
plane tickets: train tickets
Panama: Mexico | Panama City | Cuba
Mexico: Panama | Mexico City
"""


def listed(text: str) -> list[tuple[str, str]]:
    """The pairs of an answer and a response in such a list."""
    lines = [line.partition(": ") for line in text.strip().splitlines()]
    return [(key, response) for key, _, rest in lines for response in rest.split(" | ")]


@cache
def played(name: str) -> tuple[Deck, dict[str, Item]]:
    return shipped(name), typed_items(shipped(name))


def diplomats() -> tuple[Deck, dict[str, Item]]:
    return played("north-korean-diplomats")


@pytest.mark.parametrize(("key", "response"), listed(WRONG))
def test_a_plausible_wrong_answer_is_not_accepted(key: str, response: str) -> None:
    deck, items = diplomats()
    result = score(deck, items[key], response)
    assert not result.accepted
    assert result.points < 1


@pytest.mark.parametrize(("key", "response"), listed(SLOPPY))
def test_a_sloppy_right_answer_is_accepted(key: str, response: str) -> None:
    deck, items = diplomats()
    result = score(deck, items[key], response)
    assert result.accepted, result


# The countries are among the two worlds.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "countries"])
def test_no_answer_of_a_deck_is_accepted_for_another_of_its_sort(name: str) -> None:
    deck, items = played(name)
    knowledge = knowledge_of(deck)
    wrongly = []
    by_sort: dict[str, list[str]] = {}
    for key, item in items.items():
        answer = target_of(knowledge, item).answer
        by_sort.setdefault(answer.sort if answer else "", []).append(key)
    for sort, keys in by_sort.items():
        for at, key in enumerate(keys):
            # Ten of its neighbours: the pairs of whole vocabularies have a test of their own.
            for other in (keys * 2)[at + 1 : at + 11]:
                names = {norm(name) for name in items[key].answers}
                if norm(other) in names or names & {norm(n) for n in items[other].answers}:
                    continue
                if sort and score(deck, items[key], other).verdict in ACCEPTED:
                    value = target_of(knowledge, items[key]).value
                    if not isinstance(value, Date):  # a finer date is right
                        wrongly.append((key, other))
    assert wrongly == []


@pytest.mark.parametrize("name", NAMES)
def test_every_accepted_answer_of_a_deck_is_accepted_however_it_is_typed(name: str) -> None:
    deck, items = played(name)
    refused = [
        (key, text)
        for key, item in items.items()
        for name in item.answers
        for text in (name, name.upper(), name.lower(), f" {name} ", f"{name}.", f'"{name}"')
        if not score(deck, item, text).accepted
    ]
    assert refused == []
