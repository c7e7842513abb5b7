"use strict";
// Judges a choice, matching and ordering as nkquiz.scoring does; `typed.js` judges what is typed,
// and comes along only where something is. Touches no element of the page.

const verdict = (name, said = "", points = 0) => ({ verdict: name, said, points });
const correct = (said = "") => verdict("correct", said, 1);
const wrong = (said = "") => verdict("wrong", said);

// -- matching and ordering: each part counts by itself --------------------------------------------

function shared(right, all, what) {
  if (right === all) return correct();
  const said = `${right} of ${all} ${what}`;
  return right ? verdict("partial", said, right / all) : wrong(said);
}

/** `response[i]` is the index of the response to premise i, or null. */
function judgeMatch(response, item) {
  if (response.every((given) => given === null)) return wrong();
  return shared(item.match.key.filter((key, i) => response[i] === key).length, item.match.key.length, "right");
}

/** `response` has the indexes of the parts in the order given: points for pairs in order. */
function judgeOrder(response, item) {
  const n = item.order.parts.length;
  let right = 0;
  for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) right += response[i] < response[j];
  return shared(right, (n * (n - 1)) / 2, "pairs in order");
}

function judge(response, item, deck) {
  if (response === null) return wrong();
  if (item.type) return judgeTyped(response, item, deck);
  if (item.match) return judgeMatch(response, item);
  if (item.order) return judgeOrder(response, item);
  const { key, notes = {} } = item.choose;
  return response === key ? correct() : wrong(notes[response] || "");
}
