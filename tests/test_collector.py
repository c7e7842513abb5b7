"""The collector's pauses: a process that makes deck after deck stays as large as it was."""

from __future__ import annotations

import subprocess
import sys

#: Loads a deck and makes its items again and again; prints the memory in KiB when warm and at the end.
LONG_PROCESS = """
import re
import nkquiz

rows = "".join(f"  - {{name: Town {n}, mayor: Mayor {n}, river: River {n % 7}}}\\n" for n in range(60))
text = f"terms:\\n  town:\\n{rows}templates:\\n" + "".join(
    f'  - {{for: town, fact: "{sentence}"}}\\n'
    for sentence in ("{name} is led by =={mayor}==.", "{name} lies on the =={river}==.")
)

def memory():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])

for number in range(106):
    deck, problems = nkquiz.loads(text)
    assert not problems and len(deck.facts) == 120
    assert len(nkquiz.generate(deck, kinds="cloze")[0]) == 120
    if number == 5:
        print(memory())
print(memory())
"""


def test_a_long_process_stays_as_large_as_it_was() -> None:
    command = [sys.executable, "-c", LONG_PROCESS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    warm, after = map(int, done.stdout.split())
    assert after <= 1.3 * warm
