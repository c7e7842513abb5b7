// The quiz: one question at a time, its verdict, the results. What is said stands in `data`; the
// static list above holds the pictures, and is what gets printed. State is kept where it can be.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const app = byId("app"), EXAM = data.mode === "exam", STORE = `nkquiz:${data.id}`;

// -- what is remembered ---------------------------------------------------------------------------

// In two places, of which the later counts. Storage is for every tab and for tomorrow, but a private
// window may have none, and a busy Chromium gives a reloaded file an old one; history is for this tab.

const fresh = () => ({
  seed: Math.floor(Math.random() * 2 ** 31), round: data.items.map((_, i) => i), at: 0, answers: {}, over: false, whole: null, name: "",
});

const PLACES = [() => localStorage.getItem(STORE), () => history.state?.[STORE]];

/** The latest of what is stored, or null where there is none that this quiz has written. */
function stored(...places) {
  const kept = places.map((place) => { try { return JSON.parse(place()); } catch { return null; } });
  return kept.filter(isState).sort((a, b) => b.time - a.time)[0] || null;
}

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isBelow = (n) => (value) => Number.isInteger(value) && value >= 0 && value < n;
const isSet = (value, n) => Array.isArray(value) && value.every(isBelow(n)) && new Set(value).size === value.length;

function isState(kept) {
  return isRecord(kept) && [kept.seed, kept.time].every(Number.isInteger) && typeof kept.name === "string" && typeof kept.over === "boolean"
    && isSet(kept.round, data.items.length) && isBelow(kept.round.length)(kept.at)
    && isRecord(kept.answers) && Object.entries(kept.answers).every(([at, answer]) => data.items[at] && isAnswer(answer, data.items[at]))
    && (!kept.over || kept.round.every((at) => kept.answers[at]))
    && (kept.whole === null ? !kept.over : isTally(kept.whole));
}

function isAnswer(answer, { choose, type, match, order }) {
  if (!isRecord(answer)) return false;
  const { response } = answer;
  if (response === null) return true;
  if (choose) return isBelow(choose.options.length)(response);
  if (type) return typeof response === "string";
  if (order) return isSet(response, order.parts.length) && response.length === order.parts.length;
  return Array.isArray(response) && response.length === match.premises.length && response.every((at) => at === null || isBelow(match.responses.length)(at));
}

const isTally = (whole) => isRecord(whole) && Number.isFinite(whole.points) && whole.possible > 0 && isSet(whole.missed, data.items.length) && typeof whole.date === "string";

function save() {
  const other = stored(...PLACES);
  if (other && other.seed === state.seed) takeOver(other);
  state.time = Date.now();
  const text = JSON.stringify(state);
  try { localStorage.setItem(STORE, text); } catch { /* private window, full disk: play on */ }
  try { history.replaceState({ [STORE]: text }, ""); } catch { /* more often than Safari lets a page */ }
}

let state = stored(...PLACES) || fresh();
const wasStored = state.at > 0 || Object.keys(state.answers).length > 0;

/** Take over what another tab has answered; here it is the question on the screen that counts. */
function takeOver(other) {
  const here = state.over ? -1 : state.round[state.at];
  for (const [at, theirs] of Object.entries(other.answers)) {
    if (theirs.done && (EXAM ? +at !== here : !state.answers[at]?.done)) state.answers[at] = Object.assign(state.answers[at] || {}, theirs);
  }
}

/** Another tab has written: go on from there, each tab at its own question. */
// Two may write at one instant, and the later write lacks what the other had: it is written again.
function reread(...places) {
  const other = stored(...places), here = state.round[state.at], wasDone = state.answers[here]?.done;
  if (!other) return;
  if (other.seed !== state.seed || (other.over && !state.over)) { state = other; show(); return; }
  takeOver(other);
  if (Object.entries(state.answers).some(([at, mine]) => mine.done && !other.answers[at]?.done)) save();
  if (state.over || state.answers[here]?.done !== wasDone) show();
  else showCount();
}

/** The indexes below `n` in an order drawn by the seed and the question: mulberry32. */
function shuffled(n, salt) {
  let a = (state.seed ^ Math.imul(salt + 1, 0x9e3779b9)) >>> 0;
  const draw = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const out = [...Array(n).keys()];
  for (let i = n - 1; i > 0; i -= 1) { const j = Math.floor(draw() * (i + 1)); [out[i], out[j]] = [out[j], out[i]]; }
  return out;
}

// -- building blocks ------------------------------------------------------------------------------

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const say = (text) => { byId("status").textContent = text; };
const button = (text, onclick, attributes = {}) => h("button", { type: "button", onclick, ...attributes }, text);
const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".") : "");
const content = (item) => ({ lang: item.language, dir: item.from_right ? "rtl" : "ltr" });
/** Words of a question within a line of the page's own. */
const quoted = (item, ...words) => h("bdi", content(item), words);
const number = (value) => String(Math.round(value * 100) / 100);

const listed = (index) => document.querySelectorAll("#sheet .items > li")[index];

/** A text in pieces; where maths or pictures stand in it, a copy of its place in the static list. */
function words(index, selector, text) {
  if (!data.items[index].rich) return [text];
  const nodes = [...listed(index).querySelector(`:scope ${selector}`).cloneNode(true).childNodes];
  nodes.filter((node) => node.nodeName === "U").forEach((rule) => nodes.splice(nodes.indexOf(rule), 1, blank()));
  return nodes;
}

/** A stem: its blank is read out as such; with `answer`, filled in. */
function stemOf(index, answer) {
  const stem = h("span", null, words(index, "> p", ""));
  if (!stem.childNodes.length) {
    data.items[index].stem.split("_____").forEach((piece, at) => stem.append(...(at ? [blank()] : []), piece));
  }
  // An abbreviation that ends the sentence brings its stop with it.
  if (answer?.endsWith(".") && stem.textContent.endsWith("blank .")) stem.lastChild.remove();
  if (answer !== undefined) stem.querySelectorAll(".blank").forEach((gap) => gap.replaceWith(h("mark", null, answer)));
  return [...stem.childNodes];
}

const blank = () => h("span", { class: "blank" }, h("span", { "aria-hidden": "true" }, "_____"), h("span", { class: "unseen" }, " blank "));

/** The picture and the sound of a question, copied from the static list, which alone holds them. */
function figure(index) {
  const found = data.items[index].media ? listed(index).querySelector(":scope > figure") : null;
  return found ? [found.cloneNode(true)] : [];
}

function answerText(item) {
  if (item.choose) return item.choose.options[item.choose.key];
  if (item.type) return item.type.accepted[0];
  return "";
}

function responseText(item, response) {
  if (response === null || response === "") return "";
  if (item.choose) return item.choose.options[response];
  if (item.order) return response.map((i) => item.order.parts[i]).join(" → ");
  return item.type ? response : "";
}

// -- the four interactions: each gives its element, and `read()`, the response or null -------------

function chooseBox(index, item, draft) {
  const { options, question, ordered } = item.choose;
  const order = ordered ? options.map((_, i) => i) : shuffled(options.length, index);
  const list = h("div", { class: "options" }, order.map((at) =>
    h("label", { class: "option", "data-at": at },
      h("input", { type: "radio", name: "option", value: at, checked: draft === at }),
      h("span", content(item), words(index, `> ol > li:nth-child(${at + 1})`, options[at])))));
  const box = h("fieldset", { onkeydown: byNumber }, h("legend", { class: question ? "asked" : "unseen" }, question || "Choose one"), list);
  return { box, read: () => { const chosen = box.querySelector(":checked"); return chosen ? +chosen.value : null; } };
}

/** 1 to 9 choose an option while one of them has the focus. */
function byNumber(event) {
  const inputs = event.currentTarget.querySelectorAll("input"), at = "123456789".indexOf(event.key);
  if (at < 0 || event.key === "" || !inputs[at] || event.ctrlKey || event.altKey || event.metaKey) return;
  inputs[at].checked = true;
  inputs[at].focus();
  inputs[at].dispatchEvent(new Event("change", { bubbles: true }));
}

function typeBox(index, item, draft) {
  const input = h("input", {
    type: "text", id: "typed", value: draft ?? "", lang: item.language, dir: "auto", maxlength: 400, autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
    enterkeyhint: EXAM ? "next" : "done", "aria-describedby": "stem",
  });
  const box = h("fieldset", null, h("legend", { class: "unseen" }, "Type the answer"), h("label", { class: "name", for: "typed" }, item.type.listed ? "Your answers, with commas between them" : "Your answer"), input);
  return { box, read: () => input.value.trim() || null, first: input };
}

function matchBox(index, item, draft) {
  const { premises, responses } = item.match, order = shuffled(responses.length, index);
  const selects = premises.map((premise, i) =>
    h("select", { id: `m${i}`, lang: item.language }, h("option", { value: "" }, "Choose …"),
      order.map((at) => h("option", { value: at, selected: draft?.[i] === at }, responses[at]))));
  const rows = premises.map((premise, i) =>
    h("div", null, h("label", { for: `m${i}`, ...content(item) }, words(index, `.premises > li:nth-child(${i + 1})`, premise)), selects[i]));
  const box = h("fieldset", null, h("legend", { class: "asked" }, "Choose the answer that belongs to each"), h("div", { class: "pairs" }, rows));
  const read = () => { const chosen = selects.map((select) => (select.value === "" ? null : +select.value)); return chosen.every((at) => at === null) ? null : chosen; };
  return { box, read };
}

function orderBox(index, item, draft) {
  const { parts, shown } = item.order, list = h("ol", { class: "parts" });
  let order = draft || (shown.length ? [...shown] : shuffled(parts.length, index)), moved = Boolean(draft) || !shown.length;
  const move = (part, by) => {
    const from = order.indexOf(part), to = from + by;
    if (to < 0 || to >= order.length) return;
    order.splice(to, 0, ...order.splice(from, 1));
    moved = true;
    draw();
    list.querySelector(`[data-part="${part}"] [data-by="${by}"]`).focus();
    say(`${parts[part]}: now ${to + 1} of ${order.length}`);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const draw = () => list.replaceChildren(...order.map((part, at) => h("li", { class: "part", "data-part": part },
    h("span", { class: "place", "aria-hidden": "true" }, String(at + 1)), h("span", content(item), words(index, `> ol > li:nth-child(${(shown.length ? shown.indexOf(part) : part) + 1})`, parts[part])),
    [[-1, "↑", "up", 0], [1, "↓", "down", order.length - 1]].map(([by, sign, word, end]) =>
      button(sign, () => move(part, by), { class: "move", "data-by": by, "aria-label": `Move ${word}: ${parts[part]}`, "aria-disabled": at === end ? "true" : null })))));
  draw();
  return { box: h("fieldset", null, h("legend", { class: "asked" }, "Move the parts into their order"), list), read: () => (moved ? order : null) };
}

const boxOf = (item) => (item.choose ? chooseBox : item.type ? typeBox : item.match ? matchBox : orderBox);

// -- a verdict ------------------------------------------------------------------------------------

const WORDS = {
  correct: ["✓", "Correct", "good"], typo: ["✓", "Correct, but look at the spelling", "good"], partial: ["◐", "Partly right", "half"],
  prompt: ["?", "Nearly: try once more", "half"], confused: ["✗", "Wrong: that is something else", "bad"], wrong: ["✗", "Wrong", "bad"],
};

function pairsList(item, response) {
  const { premises, responses, key } = item.match;
  return h("ul", content(item), premises.map((premise, i) => {
    const given = response?.[i], right = given === key[i];
    const instead = right || given === null || given === undefined ? null : [", not ", h("bdi", null, responses[given])];
    return h("li", null, right ? "✓ " : "✗ ", h("span", { class: "unseen" }, right ? "right: " : "missed: "), h("bdi", null, premise), ": ", h("strong", null, responses[key[i]]), instead);
  }));
}

const partsList = (item) => h("ol", content(item), (item.sentences || item.order.parts).map((text) => h("li", null, text)));

function fullSentence(index, item) {
  if (item.stem.includes("_____") && answerText(item)) return h("p", content(item), stemOf(index, answerText(item)));
  if (item.sentence) return h("p", content(item), item.sentence.map(([text, marked]) => (marked ? h("mark", null, text) : text)));
  return null;
}

/** What there is to learn: the answer, the sentence, why, from when and where it comes. */
function lesson(index, response) {
  const item = data.items[index];
  const shows = item.stem.includes("_____") ? "" : answerText(item);
  return [
    item.match ? pairsList(item, response) : item.order ? partsList(item) : null,
    shows ? h("p", null, "Answer: ", h("strong", content(item), shows)) : null,
    fullSentence(index, item),
    item.why ? h("p", { ...content(item), class: "lines" }, item.why) : null,
    item.as_of ? h("p", { class: "soft" }, `As of ${item.as_of}`) : null,
    ...(item.sources || []).map(([source, locator]) => sourceLine(data.sources[source], locator)),
  ];
}

function sourceLine(source, locator) {
  const name = source.url ? h("a", { href: source.url, rel: "noreferrer noopener" }, source.text) : source.text;
  return h("p", { class: "soft" }, "Source: ", h("bdi", null, name), locator ? `, ${locator}` : "");
}

function verdictBox(index, result, response) {
  const item = data.items[index];
  const [sign, word, look] = response === null ? ["✗", "Here is the answer", "bad"] : WORDS[result.verdict];
  const asksAgain = result.verdict === "prompt" && !result.final;
  const head = result.verdict === "prompt" && result.final ? "Not exact enough" : word;
  return h("section", { class: `verdict ${look}`, "aria-label": "Verdict" },
    h("h3", { id: "verdict" }, h("span", { "aria-hidden": "true" }, `${sign} `), head),
    result.said ? h("p", null, sentence(result.said)) : null, asksAgain ? null : lesson(index, response));
}

// -- a question -----------------------------------------------------------------------------------

const judged = new Map();

/** The result of the answer to a question, worked out once. */
function resultOf(index) {
  const response = state.answers[index]?.response ?? null, key = `${index} ${JSON.stringify(response)}`;
  if (!judged.has(key)) judged.set(key, judge(response, data.items[index], data));
  return judged.get(key);
}

const answered = () => state.round.filter((i) => state.answers[i]?.done).length;

function counter() {
  const right = state.round.filter((i) => state.answers[i]?.done && resultOf(i).points === 1).length;
  return [
    h("div", { class: "count" }, h("span", null, `Question ${state.at + 1} of ${state.round.length}`), EXAM || !answered() ? "" : h("span", null, `${right} right`)),
    h("progress", { max: state.round.length, value: answered(), "aria-label": "Questions answered" }),
  ];
}

function showCount() {
  const [count, progress] = counter();
  app.querySelector(".count").replaceWith(count);
  app.querySelector("progress").replaceWith(progress);
}

function show() {
  say("");
  app.replaceChildren(...(state.over ? results() : question()));
  scrollTo(0, 0);
}

function question() {
  const index = state.round[state.at], item = data.items[index], answer = (state.answers[index] ??= { response: null });
  const box = boxOf(item)(index, item, answer.response), spot = h("div", { id: "spot" }), bar = h("div", { class: "bar" });
  const form = h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); submit(box.read()); }, onchange: keep, oninput: keep },
    h("h2", { id: "stem", tabindex: "-1", ...content(item) }, stemOf(index)),
    figure(index), box.box, spot, bar);

  function keep() {
    if (answer.done && !EXAM) return;
    answer.response = box.read();
    save();
  }

  function submit(response) {
    if (answer.done && !EXAM) return;
    if (response === null && !EXAM) {
      const first = "Answer first, or press “I don’t know”.";
      spot.replaceChildren(h("p", { class: "help" }, first));
      return say(first);
    }
    EXAM ? note(response) : close(response);
  }

  function note(response) {
    Object.assign(answer, { response, done: response !== null });
    save();
    go(1);
  }

  function close(response) {
    answer.response = response;
    const result = resultOf(index);
    if (result.verdict === "prompt" && !answer.prompted) {
      answer.prompted = true;
      save();
      spot.replaceChildren(verdictBox(index, result, response));
      say(`${WORDS.prompt[1]}. ${sentence(result.said)}`);
      return (box.first || box.box).focus();
    }
    answer.done = true;
    save();
    finish();
    showCount();
    bar.firstChild.focus({ preventScroll: true });
    bar.scrollIntoView({ block: "nearest" });
    if (spot.getBoundingClientRect().top < 0) spot.scrollIntoView({ block: "start" });
  }

  function finish() {
    const response = answer.response, result = { ...resultOf(index), final: true }, verdictSection = verdictBox(index, result, response);
    box.box.disabled = true;
    form.classList.add("done");
    if (item.choose) mark(box.box, item.choose.key, response);
    spot.replaceChildren(verdictSection);
    const last = state.at === state.round.length - 1;
    bar.replaceChildren(button(last ? "See the results" : "Next question", () => go(1), { class: "main", "aria-describedby": "verdict" }));
    say(`${response === null ? "Here is the answer" : WORDS[result.verdict][1]}. ${sentence(result.said)} ${answerText(item) ? `The answer is ${answerText(item)}.` : ""}`);
  }

  if (answer.done && !EXAM) finish();
  else bar.append(...questionButtons(item, spot, () => (EXAM ? note(box.read()) : close(null))));
  return [...counter(), form, foot()];
}

function questionButtons(item, spot, skip) {
  const last = state.at === state.round.length - 1;
  const hint = item.hint ? button("Hint", () => { spot.replaceChildren(h("p", { class: "help" }, "Hint: ", quoted(item, item.hint))); say(`Hint: ${item.hint}`); }) : null;
  const main = h("button", { class: "main", type: "submit" }, EXAM ? (last ? "Finish" : "Next question") : "Check");
  const other = EXAM ? (state.at ? button("Back", () => go(-1)) : null) : button("I don’t know", skip);
  return [main, other, hint].filter(Boolean);
}

function mark(box, key, response) {
  for (const label of box.querySelectorAll(".option")) {
    const at = +label.dataset.at;
    if (at !== key && at !== response) continue;
    label.classList.add(at === key ? "right" : "off");
    label.append(h("span", { class: "note" }, at === key ? "✓ right" : "✗ yours"));
  }
}

function go(by) {
  if (state.at + by >= state.round.length) return end();
  state.at += by;
  save();
  show();
  (byId("typed") || byId("stem"))?.focus({ preventScroll: true });
}

function end() {
  const open = state.round.filter((i) => !state.answers[i]?.done).length;
  if (EXAM && open && !confirm(`${open === 1 ? "1 question is" : `${open} questions are`} not answered. Finish all the same?`)) return;
  state.over = true;
  for (const i of state.round) state.answers[i] ??= { response: null };
  if (!state.whole) state.whole = { ...tally(), date: new Date().toLocaleDateString("sv") };
  save();
  show();
  byId("result").focus({ preventScroll: true });
}

// -- results --------------------------------------------------------------------------------------

function tally() {
  const points = state.round.map((i) => resultOf(i).points);
  return { points: points.reduce((sum, its) => sum + its, 0), possible: points.length, missed: state.round.filter((_, at) => points[at] < 1) };
}

function perCent({ points, possible }) {
  const share = Math.round((100 * points) / possible);
  return `${points > 0 && points < possible ? Math.min(99, Math.max(1, share)) : share} %`;
}

function resultLine() {
  const { points, possible, missed, date } = state.whole, wrong_ = missed.map((i) => i + 1).join(" ");
  return [`${document.title}: ${number(points)} of ${possible} points (${perCent(state.whole)})`, state.name.trim(), date, wrong_ && `missed ${wrong_}`, `quiz ${data.id}`].filter(Boolean).join(", ");
}

function results() {
  const now = tally(), again = state.round.length < data.items.length;
  const line = h("input", { type: "text", id: "line", readonly: true, value: resultLine() });
  const name = h("input", { type: "text", id: "name", value: state.name, autocomplete: "name", maxlength: 80, oninput: () => { state.name = name.value; line.value = resultLine(); save(); } });
  return [
    h("section", { class: "card", "aria-labelledby": "result" },
      h("h2", { id: "result", tabindex: "-1" }, again ? "This round" : "Your result"),
      h("p", { class: "score" }, `${number(now.points)} of ${now.possible}`),
      h("p", { class: "soft" }, `${perCent(now)} of the points${again ? `; the whole quiz: ${number(state.whole.points)} of ${state.whole.possible}` : ""}`),
      h("div", { class: "bar" },
        now.missed.length ? button(`Practise what was missed (${now.missed.length})`, () => restart(now.missed), { class: "main" }) : null,
        button("Start again", () => restart(null))),
      h("div", { class: "field" }, h("label", { class: "name", for: "name" }, "Your name, for the line below (it is sent nowhere)"), name),
      h("div", { class: "field" }, h("label", { class: "name", for: "line" }, "A line to send to your teacher"), line),
      h("div", { class: "bar" }, button("Copy result", () => copy(line)))),
    h("section", { class: "card", "aria-labelledby": "revise" },
      h("h2", { id: "revise", class: "small" }, now.missed.length ? "To revise" : "Nothing to revise: all was right"),
      now.missed.length ? h("ol", { class: "missed" }, now.missed.map(missedItem)) : null),
    foot(),
  ];
}

function missedItem(index) {
  const item = data.items[index], { response } = state.answers[index], result = resultOf(index), yours = responseText(item, response);
  return h("li", null,
    h("p", { class: "stem", ...content(item) }, `${index + 1}. `, stemOf(index)), figure(index),
    yours ? h("p", null, "Your answer: ", quoted(item, yours), result.said ? ` (${result.said})` : "") : response === null ? h("p", { class: "soft" }, "Not answered") : null,
    lesson(index, response));
}

async function copy(line) {
  let done = false;
  try { await navigator.clipboard.writeText(line.value); done = true; } catch { line.focus(); line.select(); done = document.execCommand("copy"); }
  const spot = byId("copied") || line.parentNode.appendChild(h("p", { id: "copied", class: "help" }));
  say(spot.textContent = done ? "Copied." : "Select the line and copy it.");
}

function restart(round) {
  if (round) {
    for (const i of round) delete state.answers[i];
    Object.assign(state, { round, at: 0, over: false, seed: state.seed + 1 });
  } else state = { ...fresh(), name: state.name };
  save();
  show();
  byId("stem").focus({ preventScroll: true });
}

// -- the foot: paper, and a new start -------------------------------------------------------------

function foot() {
  const begun = !state.over && (state.at > 0 || answered() > 0);
  return h("div", { class: "foot" },
    button("Print as a worksheet", () => paper(false)),
    EXAM ? null : button("Print with answers", () => paper(true)),
    begun ? button("Start again", () => { if (confirm("Start again? Your answers so far are forgotten.")) restart(null); }) : null);
}

function paper(withAnswers) {
  const details = document.querySelectorAll("#sheet details");
  details.forEach((element) => { element.open = withAnswers; });
  print();
  details.forEach((element) => { element.open = false; });
}

addEventListener("storage", (event) => { if (event.key === STORE) reread(() => event.newValue); });
addEventListener("pageshow", (event) => { if (event.persisted) reread(...PLACES); });
app.hidden = false;
// At once: another tab begins with the same seed, by which the two know each other.
save();
show();
if (wasStored && !state.over) say(`You are back at question ${state.at + 1}.`);
