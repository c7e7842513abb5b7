// -- values of any other sort, by the grammar that comes with them: `nkquiz.values.measures` ----------

/** As a grammar reads it: `nkquiz.values.measures.folded`. */
function foldedForGrammar(text) {
  const one = (c) => { const plain = c === "º" ? "°" : c.normalize("NFKC").toLowerCase(); return [...plain].length === 1 ? plain : c; };
  return Array.from(asciiDigits(text).normalize("NFC"), one).join("").split(/\s+/).filter(Boolean).join(" ");
}

/** [[axis, value, number as written, what a one in its last digit is worth], ...]; empty where the text is anything else. */
function measures(text, target) {
  const grammar = (target.language.grammars || {})[target.value.sort], found = [];
  if (!grammar) return found;
  const words = Object.keys(grammar.words).sort((a, b) => b.length - a.length).map(escaped).join("|");
  const piece = new RegExp(grammar.piece.replace("WORD", () => `(${words})`), "uy"), between = new RegExp(grammar.between, "uy");
  const rest = foldedForGrammar(text).replace(/\.$/, "");
  for (;;) {
    const match = piece.exec(rest);
    if (!match) return [];
    const [axis, factor, offset] = grammar.words[match.at(-1)];
    let written = 0, exactness = 0;
    for (const [i, divisor] of grammar.divisors.entries()) {
      if (!match[i + 1]) continue;
      const text = match[i + 1].replace(",", ".").replace("−", "-");
      if (i && text * grammar.divisors[i - 1] >= divisor) return [];
      written += text / divisor;
      exactness = Math.abs(10 ** -(text.split(".")[1] || "").length / divisor * factor);
    }
    const value = written * factor + offset, [furthest] = axisOf(axis, grammar);
    if (Math.abs(value) > furthest || found.some(([known]) => known === axis)) return [];
    found.push([axis, value, written, exactness]);
    if (piece.lastIndex === rest.length) return found;
    between.lastIndex = piece.lastIndex;
    if (!between.exec(rest)) return [];
    piece.lastIndex = between.lastIndex;
  }
}

const axisOf = (axis, grammar) => grammar.axes[axis] || [Infinity, false];

function withinMeasures(a, b, off, grammar) {
  const rounded = (x, y) => { const fine = Math.min(x, y), coarse = Math.max(x, y), times = coarse / fine; return !fine || Math.abs(times - Math.round(times)) < 1e-9 ? 0 : coarse / 2; };
  const apart = (axis, x, y) => { const [furthest, circle] = axisOf(axis, grammar), d = Math.abs(x - y); return circle ? Math.min(d, 2 * furthest - d) : d; };
  return a.every(([axis, value, , exactness]) => b.some(([its, n, , other]) => its === axis && closeTo(apart(axis, value, n), 0, Math.max(off, rounded(exactness, other)))));
}

const sameMeasures = (a, b, grammar, off = 0) => a.length > 0 && a.length === b.length && withinMeasures(a, b, off, grammar);

function judgeMeasures(text, target) {
  const mine = measures(text, target), { keys, off, word } = target.value;
  if (!mine.length) return null;
  const grammar = target.language.grammars[target.value.sort];
  if (keys.some((key) => sameMeasures(mine, key, grammar))) return correct();
  if (keys.some((key) => sameMeasures(mine, key, grammar, off))) return correct(`close enough: ${target.accepted[0]}`);
  const written = (all) => all.map(([, , number]) => number), [key] = keys, others = written(key);
  if (mine.length === key.length && written(mine).every((number, i) => closeTo(number, others[i]))) return wrong(grammar.other_word);
  return wrong(withinMeasures(mine, key, off, grammar) ? "that is only a part of it" : `another ${word}`);
}

function rejectedMeasures(reading, target) {
  const mine = measures(reading.text, target), grammar = (target.language.grammars || {})[target.value.sort];
  const found = Object.entries(target.rejected || {}).find(([text]) => sameMeasures(measures(text, target), mine, grammar));
  return found ? wrong(found[1]) : null;
}

function measured(reading, target) {
  return denies(reading, target) ? wrong("say what it is, not what it is not") : judgeMeasures(reading.text, target);
}

// What is no value of the sort is judged as a name is.
const MEASURE_RULES = [valueText, rejected, rejectedMeasures, measured, ...NAME_RULES, noValue];
