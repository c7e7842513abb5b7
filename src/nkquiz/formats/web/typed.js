// Judges typed answers as nkquiz.scoring does, rule by rule, as far as a page can: docs/web.md
// says what differs. Touches no element. The tables of words come with the data.

const LONGEST = 200;
const typo = (said) => verdict("typo", said, 1);
const asked = (said) => verdict("prompt", said);
// A learner may type "constructor".
const lookup = (table, key) => Object.hasOwn(table, key) && table[key];
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

// -- texts as words: `p` are the pieces, `s[i]` tells whether a space parts piece i and the next --

const APOSTROPHES = /[`´‘’‛ʹʻʼʽʾʿˈ′׳]/g;
const POINTS = /[\u064b-\u0652\u0670\u0640\u0591-\u05bd\u05bf-\u05c7]/g;
const SHORT = { st: "saint", mt: "mount", ft: "fort" };
const LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWELS = "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ".split(" ");
const TAILS = "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");

const fold = (text) => text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");

function wholeYears(found, century, year, last) {
  if (last.length === 2 && +last <= +year) return found;
  return `${century}${year} ${last.length === 4 ? last : century + last}`;
}

function folded(text, language) {
  text = text.replace(/♯/g, "#").replace(/\s+([+#]+)\s*$/, "$1");
  text = text.replace(/(\d) (?:to|until|bis|à|a|al|hasta|tot) (?=\d)/gi, "$1-").replace(/\b(?:from|von|de|desde|between|zwischen|entre) (\d+)(?:-| (?:and|und|et|y) )(\d+)(?![\d./-])/gi, "$1-$2");
  text = text.replace(/(?<![\d-])(\d\d)(\d\d)\s*[-–—]\s*(\d{4}|\d\d)(?![\d./-])/g, wholeYears);
  text = text.replace(APOSTROPHES, "'").replace(/&/g, ` ${language.and[0]} `);
  return fold(text.normalize("NFKC")).normalize("NFKC").replace(POINTS, "").replace(/ı|i\u0307/g, "i");
}

function belongs(characters, at, word) {
  const character = characters[at];
  if (/[\p{L}\p{N}\p{M}]/u.test(character)) return true;
  if (!word) return false;
  if (character === "+" || character === "#") return true;
  return /[-−]/.test(character) && word.length <= 3 && !characters.slice(at + 1).join("").trim();
}

function isSpace(between, before, after) {
  if (/\p{Nd}$/u.test(before) && /^\p{Nd}/u.test(after)) return true;
  if (before.length === 1 && after.length === 1 && /^\p{L}\p{L}$/u.test(before + after)) return false;
  return /[\s,;:()[\]=<>|]/.test(between);
}

function spellHangul(text) {
  if (!/[\u1100-\u11ff가-힣]/.test(text)) return text;
  return text.normalize("NFD").replace(/[\u1100-\u1112\u1161-\u1175\u11a8-\u11c2]/g, (jamo) => {
    const code = jamo.charCodeAt(0);
    if (code >= 0x11a8) return TAILS[code - 0x11a8];
    return code >= 0x1161 ? VOWELS[code - 0x1161] : LEADS[code - 0x1100];
  });
}

function remembered(make) {
  const known = new Map();
  return (text, language) => {
    const key = `${language.code}\0${text}`;
    if (!known.has(key)) known.set(key, make(text, language));
    return known.get(key);
  };
}

const formOf = remembered((text, language) => {
  const p = [], s = [], characters = [...folded(text, language)];
  let word = "", between = "";
  const take = () => {
    (word.match(/\p{Nd}+[^\p{L}\p{N}_\s]*|\P{Nd}+/gu) || []).forEach((piece, at) => {
      if (p.length) s.push(at === 0 && isSpace(between, p[p.length - 1], piece));
      p.push(piece);
    });
    word = between = "";
  };
  characters.forEach((character, at) => {
    if (belongs(characters, at, word)) word += character;
    else {
      if (word) take();
      if (!/\p{Cf}/u.test(character)) between += character;
    }
  });
  if (word) take();
  const long = p.map((piece, at) => {
    const stays = at === p.length - 1 || !Object.hasOwn(SHORT, piece) || (at && /^\p{Nd}+$/u.test(p[at - 1]));
    return lookup(language.greek, piece) || spellHangul(stays ? piece : SHORT[piece]);
  });
  return { p: long, s };
});

const letters = (form) => form.p.join("");

function gaps(form) {
  let at = 0;
  const hard = new Set(), all = new Set();
  form.s.forEach((space, i) => {
    at += form.p[i].length;
    all.add(at);
    if (space) hard.add(at);
  });
  return { hard, all };
}

function sameWords(a, b) {
  if (letters(a) !== letters(b)) return false;
  const x = gaps(a), y = gaps(b);
  return [...x.hard].every((at) => y.all.has(at)) && [...y.hard].every((at) => x.all.has(at));
}

function units(form) {
  const out = form.p.slice(0, 1);
  form.p.slice(1).forEach((piece, i) => {
    if (form.s[i]) out.push(piece);
    else out[out.length - 1] += piece;
  });
  return out;
}

const PLAIN = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h" };
const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };
const SCRIPTS = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]/u;

function withoutAccents(text) {
  let out = "", accented = false;
  for (const character of text.normalize("NFD")) {
    if (/\p{M}/u.test(character)) {
      if (!accented) out += character;
    } else {
      accented = SCRIPTS.test(character);
      out += character;
    }
  }
  return out.normalize("NFC").replace(/[øłđðþæœıħ]/g, (c) => PLAIN[c]);
}

const mapped = (form, change) => ({ p: form.p.map(change), s: form.s });
const plain = (form) => mapped(form, withoutAccents);
const spelledOut = (form) => mapped(form, (t) => withoutAccents(t.replace(/[äöüøå]/g, (c) => SPELLED[c])));

function digitsOf(pieces, at, language) {
  const piece = pieces[at];
  if (/^\p{Nd}+$/u.test(piece)) return String(BigInt(asciiDigits(piece)));
  if (Object.hasOwn(language.simple, piece)) return String(language.simple[piece]);
  if (Object.hasOwn(language.ordinals, piece)) return `${language.ordinals[piece]}.`;
  return roman(pieces, at, language.suffixes);
}

function romanValue(text) {
  if (!/^m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/.test(text)) return 0;
  const values = [...text].map((c) => ({ i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 })[c]);
  return values.reduce((sum, v, i) => sum + (v < (values[i + 1] || 0) ? -v : v), 0);
}

function roman(pieces, at, suffixes) {
  const piece = pieces[at], last = at === pieces.length - 1;
  const endings = romanValue(piece) ? [] : suffixes.filter((end) => /^\p{L}+$/u.test(end) && piece.endsWith(end));
  const ending = endings.reduce((a, b) => (b.length > a.length ? b : a), "");
  const text = piece.slice(0, piece.length - ending.length), value = romanValue(text);
  if (!value || text === "mix" || text === "dix" || (ending && text.length < 2)) return "";
  if (text.length === 1 && (!at || !last)) return "";
  if (text.length < 3 && !(/^(?:[xvi]+|x[lc]|l[xv])$/.test(text) && (at || last))) return "";
  return ending ? `${value}.` : String(value);
}

function asciiDigits(text) {
  return text.replace(/\p{Nd}/gu, (c) => {
    let zero = c.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && c.codePointAt(0) - zero < 9) zero -= 1;
    return String((c.codePointAt(0) - (c <= "9" ? 48 : zero)) % 10);
  });
}

function numbered(form, language) {
  const p = form.p.map((piece, at) => digitsOf(form.p, at, language) || piece), s = [...form.s];
  for (let at = 1; at < p.length; at += 1) {
    if (/^\d+$/.test(p[at - 1]) && language.suffixes.includes(p[at]) && !s[at - 1]) {
      p.splice(at - 1, 2, `${p[at - 1]}.`);
      s.splice(at - 1, 1);
    }
  }
  if (p.length > 2 && p[p.length - 2] === "the" && p[p.length - 1].endsWith(".")) {
    p.splice(-2, 2, p[p.length - 1].slice(0, -1));
    s.splice(-2, 2, true);
  }
  return { p, s };
}

const numerals = (form, language) => numbered(form, language).p.filter((x) => /^\p{Nd}/u.test(x)).join(" ");

function splitArticle(text, language) {
  const [, first, rest] = text.match(/^(\S*) ([^]*)$/) || [];
  if (first !== undefined && language.articles.includes(first.toLowerCase())) {
    const letter = first === "A" && language.letters.includes(rest.split(" ")[0].toLowerCase());
    return letter ? ["", text] : [first.toLowerCase(), rest.trimStart()];
  }
  const elided = text.replace(/’/g, "'").match(/^([^']*')(\p{L}[^]*)$/u);
  if (elided && language.articles.includes(elided[1].toLowerCase())) return [elided[1].toLowerCase(), elided[2]];
  return ["", text];
}

const read = remembered((text, language) => {
  const stripped = text.replace(/^[ "'“”‘’«»„]+|[ "'“”‘’«»„]+$/g, "");
  const [article, rest] = splitArticle(stripped, language);
  const full = formOf(text, language), bare = article ? formOf(rest, language) : full;
  if (!article || !bare.p.length) return { text, article: "", full, bare: full, forms: [full] };
  return { text, article, full, bare, forms: [full, bare] };
});

const composed = (text) => text.normalize("NFC").trim();
const norm = (text, language) => plain(formOf(text, language)).p.join(" ");

// -- slips: optimal string alignment (Boytsov 2011, 2.1), and words that are no slips -----------

function distance(a, b, most = Infinity) {
  if (a === b) return 0;
  const x = [...a], y = [...b];
  if (Math.abs(x.length - y.length) > most) return most + 1;
  let before = [], row = y.map((_, j) => j).concat(y.length), last;
  for (let i = 1; i <= x.length; i += 1) {
    last = before;
    before = row;
    row = [i];
    for (let j = 1; j <= y.length; j += 1) {
      const cost = x[i - 1] === y[j - 1] ? 0 : 1;
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + cost);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) row[j] = Math.min(row[j], last[j - 2] + 1);
    }
  }
  return row[y.length];
}

const over = (bounds) => (length) => bounds.filter((bound) => length > bound).length;
const allowed = over([4, 8, 14]);
const allowedInWord = over([3, 8]);

function* cuts(written, key) {
  const wanted = units(key).length, { hard, all } = gaps(written), text = letters(written);
  const places = [...all].sort((a, b) => a - b), hyphens = key.p.length - wanted;
  if (places.length < wanted - 1 || places.length > 12) return;
  function* chosen(from, left) {
    if (!left) yield [];
    for (let i = from; left && i <= places.length - left; i += 1)
      for (const rest of chosen(i + 1, left - 1)) yield [places[i], ...rest];
  }
  for (const at of chosen(0, wanted - 1)) {
    if ([...hard].filter((x) => !at.includes(x)).length > hyphens) continue;
    const ends = [0, ...at, text.length];
    yield ends.slice(1).map((end, i) => text.slice(ends[i], end));
  }
}

function contrast(written, key, tables) {
  if (tables.pairs.includes([written, key].sort().join("/"))) return true;
  if (/s$/.test(written) && /s$/.test(key) && contrast(written.slice(0, -1), key.slice(0, -1), tables)) return true;
  const off = distance(written, key);
  for (const group of tables.contrasts.filter((g) => g.includes(key)))
    if (group.some((other) => other !== key && (other === written || distance(written, other) <= off))) return true;
  const [short, long] = [written, key].sort((a, b) => a.length - b.length);
  if (tables.denying.some((prefix) => long === prefix + short)) return true;
  return affixesDiffer(written, key, off, tables);
}

function affixesDiffer(written, key, off, tables) {
  const find = (group, has) => group.find(has) || "";
  for (const group of tables.prefixes) {
    const a = find(group, (x) => written.startsWith(x)), b = find(group, (x) => key.startsWith(x));
    const stems = [written.slice(a.length), key.slice(b.length)];
    if (a && b && a !== b && stems[1].length >= 4 && distance(...stems) < off) return true;
  }
  for (const group of tables.suffixes) {
    const a = find(group, (x) => written.endsWith(x)), b = find(group, (x) => key.endsWith(x));
    const stems = [written.slice(0, written.length - a.length), key.slice(0, key.length - b.length)];
    if (a && b && a !== b && Math.min(stems[0].length, stems[1].length) > 1 && distance(...stems) < off) return true;
  }
  return false;
}

function slip(written, key, target) {
  const a = plain(written), b = plain(key), x = letters(a), y = letters(b);
  if (numerals(a, target.language) !== numerals(b, target.language)) return null;
  if (x === y) return { off: 0, changed: [] };
  const most = allowed([...y].length), off = distance(x, y, most), tables = target.tables;
  const begins = x[0] === y[0] || (y.length > 1 && x.slice(0, 2) === y[1] + y[0]);
  if (off > most || !begins || /[\u3400-\u9fff\u{20000}-\u{3ffff}]/u.test(y)) return null;
  const differ = (p, q) => p !== q && contrast(p, q, tables);
  if (a.p.length === b.p.length && a.p.some((piece, i) => differ(piece, b.p[i]))) return null;
  let best = null, least = Infinity;
  for (const cut of cuts(a, b)) {
    const pairs = cut.map((mine, i) => [mine, units(b)[i]]);
    const sum = pairs.reduce((total, [m, i]) => total + distance(m, i), 0);
    if (sum < least) [best, least] = [pairs, sum];
  }
  const close = ([mine, its]) => {
    const room = target.language.small.includes(its) || its === target.family ? 1 : allowedInWord([...its].length);
    return mine === its || (distance(mine, its, room) <= room && !contrast(mine, its, tables));
  };
  if (!best || !best.every(close)) return null;
  return { off, changed: best.filter(([m, i]) => m !== i).map(([m]) => m) };
}

// -- what is asked for, and what else the deck knows --------------------------------------------

function targetOf(typed, item, deck) {
  if (typed.target) return typed.target;
  const language = deck.languages[item.language], target = { ...typed, item, deck, language, tables: deck.tables };
  target.readings = typed.accepted.map((name) => read(name, language));
  target.said = (typed.said || []).map(([text, name, words, points]) => ({ reading: read(text, language), result: verdict(name, words, points) }));
  target.spellings = typed.person ? target.said.filter((x) => x.result.verdict === "correct").map((x) => x.reading) : [];
  const forms = [...target.readings, ...target.spellings].flatMap((its) => its.forms);
  target.own = new Set(forms.flatMap((form) => [letters(form), letters(numbered(form, language))]));
  Object.defineProperty(typed, "target", { value: target, enumerable: false });
  return target;
}

/** Every name of everything that the deck knows, by its letters without accents. */
function namesOf(deck, language) {
  deck.names ??= {};
  if (deck.names[language.code]) return deck.names[language.code];
  const entries = [], byLetters = new Map(), words = new Map();
  const add = (map, key, its) => map.has(key) ? map.get(key).add(its) : map.set(key, new Set([its]));
  deck.things.forEach(({ sort, names, short = [], term }, thing) => {
    [...names, ...short].forEach((name, at) => {
      for (const form of read(name, language).forms) {
        const entry = { thing, sort, term, name, form, short: at >= names.length };
        entries.push(entry);
        for (const key of [plain(form), spelledOut(form), plain(numbered(form, language))]) add(byLetters, letters(key), entry);
        if (entry.short) continue;
        for (const word of [...plain(form).p, ...units(plain(form))]) add(words, word, thing);
      }
    });
  });
  return (deck.names[language.code] = { entries, byLetters, words });
}

function isRival(entry, target) {
  const text = letters(entry.form);
  if (entry.thing === target.thing || target.own.has(text)) return false;
  if (entry.term || (target.thing !== undefined && target.deck.things[target.thing].term)) return true;
  return ![...target.own].some((own) => [own + "s", own + "es", own.slice(0, -1)].includes(text));
}

function knownAs(forms, target) {
  const { byLetters } = namesOf(target.deck, target.language);
  return [...new Set(forms.flatMap((form) => [...(byLetters.get(letters(plain(form))) || [])]))];
}

const isOther = (thing, target) => thing !== target.thing && !target.deck.things[thing].names.some((name) => target.own.has(letters(formOf(name, target.language))));

// -- the rules: the first that knows the answer decides ------------------------------------------

function judgeTyped(response, item, deck) {
  const spaced = [...response].slice(0, LONGEST).join("").replace(/[\t\n\r]/g, " ");
  const text = spaced.replace(/\p{Cc}/gu, "").trim(), typed = item.type;
  if (!text) return wrong();
  const target = targetOf(typed, item, deck);
  return typed.listed ? judgeList(text, target) : judgeOne(text, target);
}

function judgeOne(text, target) {
  const isValue = target.number || target.date || target.value;
  if (isValue) text = text.replace(/^[ "'“”„‘’«»]+|[ "'“”„‘’«»]+$/g, "").replace(/[ !?]+$/, "") || text;
  const reading = read(text, target.language);
  for (const rule of target.value ? MEASURE_RULES : isValue ? VALUE_RULES : RULES) {
    const result = rule(reading, target);
    if (result) return result;
  }
  return wrong(clue(reading, target));
}

function exact(reading, target) {
  for (const name of target.accepted) if (composed(reading.text) === composed(name)) return correct(otherName(target, name));
  return signs(reading, target);
}

const flat = (text) => fold(text.replace(/(?<=\d)(?=[⁰¹²³⁴-⁹⁻])/g, "^").normalize("NFKC")).split(/\s+/).filter(Boolean).join(" ");

function signs(reading, target) {
  if (reading.full.p.length) return null;
  const name = target.accepted.find((name) => flat(name) === flat(reading.text));
  return name ? correct(otherName(target, name)) : wrong(target.readings.every((its) => its.full.p.length) ? "there is no answer in that" : "that is not it");
}

function otherName(target, name) {
  const bare = (text) => norm(splitArticle(text, target.language)[1], target.language);
  if (bare(name) === bare(target.accepted[0])) return "";
  const own = target.thing === undefined || target.deck.things[target.thing].names.includes(name);
  return own ? `that is ${target.accepted[0]}` : `accepted as well as ${target.accepted[0]}`;
}

function rejected(reading, target) {
  for (const [text, message] of Object.entries(target.rejected || {})) {
    const its = read(text, target.language);
    if (reading.forms.some((a) => its.forms.some((b) => sameWords(plain(a), plain(b))))) return wrong(message);
    if (target.number && sameNumber(text, reading.text, target)) return wrong(message);
  }
  return null;
}

/** What nkquiz itself has judged beforehand: what a person is called, values in words. */
function foreseen(reading, target) {
  const found = target.said.find((known) => sameWords(known.reading.full, reading.full) || sameWords(known.reading.full, reading.bare));
  return found ? found.result : null;
}

function equalForms(reading, its, language) {
  return reading.forms.some((a) => its.forms.some((b) => sameWords(a, b) || sameWords(numbered(a, language), numbered(b, language))));
}

// -- formulas, in which signs are the answer: `nkquiz.scoring.formulas` says why ------------------

const W = String.raw`[\p{L}\p{N}]`, OPERAND = String.raw`(?:\p{L}{1,2}|${W}*\p{Nd}${W}*)`;
const BEFORE = String.raw`(?:(?<!${W})${OPERAND}|[)\]])`, AFTER = String.raw`(?:${OPERAND}(?!${W})|[(\[])`;
const EVIDENT = new RegExp(
  String.raw`${BEFORE}(?: \+ |\+| - )${AFTER}|^-\p{L}(?!${W})|\p{L}'+\(|^\p{L}'+$|(?:(?<!${W})${W}|[)\]])!`, "u");

function signed(text, tables) {
  text = text.normalize("NFC").replace(/\s+/g, " ").trim();
  for (const [typed, sign] of tables.formulas.alike) text = text.replaceAll(typed, sign);
  return text.normalize("NFKC");
}

function isFormula(text, tables) {
  const bare = signed(text, tables).replace(/(?<![\p{L}\p{N}])\p{Nd}+ ?- ?\p{Nd}+(?![\p{L}\p{N}])/gu, " ");
  return [...tables.formulas.signs].some((sign) => bare.includes(sign)) || EVIDENT.test(bare);
}

const hasStructure = (text, tables) => isFormula(text, tables) || /[\p{L}\p{N}]\((?!s\))/u.test(text) || /\S \+ \S/.test(text);

function canonical(text, tables) {
  text = signed(text, tables).replace(/(?<=\p{L}{2})-(?=\p{L}{2})/gu, " ").replace(/(?<=\p{L})'(?=\p{L})/gu, "").replace(/\^(?=\p{Nd})/gu, "");
  text = fold(text).replace(/\.$/, "").replace(/\s+/g, " ").trim();
  return text.replace(/(?<=\p{Nd}) (?=[\p{L}\p{N}])/gu, "").replace(/\s*([^\p{L}\p{N}\p{M}_\s])\s*/gu, "$1");
}

const operators = (text, tables) => canonical(text, tables).replace(/[\p{L}\p{N}\s.,;:()[\]{}"“”„«»?_]/gu, "");

function formula(reading, target) {
  const { tables } = target, is = (text) => isFormula(text, tables), written = canonical(reading.text, tables);
  if (!is(reading.text) && !target.accepted.some(is)) return null;
  for (const name of target.accepted) if (written === canonical(name, tables)) return correct(otherName(target, name));
  const other = knownAs(reading.forms, target).find((e) => e.thing !== target.thing && canonical(e.name, tables) === written);
  if (other) return isAnother(other, target);
  const differ = (its) => is(its.text) && operators(its.text, tables) !== operators(reading.text, tables);
  const alike = (its) => reading.forms.some((a) => its.forms.some((b) => sameWords(a, b)));
  return target.readings.some((its) => differ(its) || alike(its)) ? wrong("its signs are other ones") : null;
}

function named(reading, target) {
  const { language } = target, mine = target.readings.filter((its) => equalForms(reading, its, language));
  if (mine.length) return collision(reading, target) || withArticle(reading, mine, target);
  const forms = reading.forms.flatMap((form) => [form, numbered(form, language)]);
  const others = knownAs(forms, target).filter((entry) => !entry.short && isRival(entry, target));
  const same = others.filter((entry) => forms.some((form) => sameWords(form, entry.form)));
  if (same.length) return isAnother(same[0], target);
  const alike = (a, b) => sameWords(plain(a), plain(b)) || sameWords(plain(a), spelledOut(b));
  const its = target.readings.find((r) => reading.forms.some((a) => r.forms.some((b) => alike(a, b))));
  if (its) {
    if (others.length) return asked("accents count here");
    return target.strict ? wrong(`accents count here: ${its.text}`) : typo(`nearly: ${its.text}`);
  }
  return others.length ? isAnother(others[0], target) : null;
}

function collision(reading, target) {
  if (target.thing === undefined) return null;
  const own = target.accepted.map(composed);
  const others = knownAs(reading.forms, target).filter((entry) =>
    !entry.short && entry.term && entry.thing !== target.thing && entry.sort === target.deck.things[target.thing].sort &&
    !own.includes(composed(entry.name)) && reading.forms.some((form) => sameWords(form, entry.form)));
  if (!others.length) return null;
  const same = others.find((entry) => composed(entry.name) === composed(reading.text));
  return same ? isAnother(same, target) : asked("capitals and signs count here");
}

function withArticle(reading, mine, target) {
  const articles = target.articles || [];
  const fits = (article) => article === reading.article || (/^an?$/.test(article) && /^an?$/.test(reading.article));
  if (reading.article && articles.length && !articles.some(fits))
    return wrong(`right word, wrong article: ${articles[0]} ${splitArticle(mine[0].text, target.language)[1]}`);
  return correct(otherName(target, mine[0].text));
}

function isAnother(entry, target) {
  const { names, sort } = target.deck.things[entry.thing];
  if ((target.wholes || []).some((whole) => names.some((name) => norm(name, target.language) === norm(whole, target.language))))
    return asked(`right, but more exactly: which ${target.sort}?`);
  return verdict("confused", `that is ${names[0]}${sort ? `, ${sort === target.sort ? "another" : /^(?!uni|eu)[aeiou]/i.test(sort) ? "an" : "a"} ${sort}` : ""}`);
}

function innerArticle(reading, target) {
  const articles = target.language.articles.filter((word) => word.length > 1), written = plain(reading.bare).p.join("\0");
  const isWritten = (form) => form.p.length > reading.bare.p.length && plain(form).p.filter((piece) => !articles.includes(piece)).join("\0") === written;
  if (!target.strict && target.readings.some((its) => isWritten(its.bare))) return correct();
  const { entries } = namesOf(target.deck, target.language);
  const other = entries.find((entry) => !entry.short && isRival(entry, target) && isWritten(entry.form));
  return other ? isAnother(other, target) : null;
}

function inverted(reading, target) {
  const [last, first, ...more] = reading.text.split(",");
  if (first === undefined || more.length || target.strict) return null;
  return named(read(`${first.trim()} ${last.trim()}`, target.language), target);
}

function besideSort(reading, target) {
  const sort = formOf(target.sort || "", target.language).p, n = sort.length, { p, s } = reading.bare;
  if (!n) return null;
  const rests = [];
  if (p.slice(0, n).join(" ") === sort.join(" ")) {
    const start = p.length > n && target.language.of.includes(p[n]) ? n + 1 : n;
    rests.push({ p: p.slice(start), s: s.slice(start) });
  }
  if (p.slice(-n).join(" ") === sort.join(" ")) rests.push({ p: p.slice(0, -n), s: s.slice(0, -n) });
  for (const rest of rests) {
    if (!rest.p.length) return wrong(`which ${target.sort}?`);
    if (target.readings.some((its) => its.forms.some((form) => sameWords(rest, form)))) return target.strict ? asked("nothing but the name, please") : correct();
    const others = knownAs([rest], target).filter((entry) => !entry.short && isRival(entry, target));
    if (others.length) return isAnother(others[0], target);
  }
  return null;
}

function ownWords(target) {
  return target.readings.flatMap((its) => its.full.p);
}

function alternatives(written, target) {
  const own = ownWords(target), { language } = target;
  const joining = [...language.or, ...language.and].filter((word) => !own.includes(word)).map(escaped);
  const signs = [...";/|()=,"].filter((sign) => !target.accepted.some((name) => name.includes(sign)));
  const patterns = signs.length ? [`\\s*[${signs.map(escaped).join("")}]\\s*`] : [];
  if (joining.length) patterns.push(`(?<!\\S)(?:${joining.join("|")})(?!\\S)`);
  if (!patterns.length) return [];
  const parts = written.split(new RegExp(patterns.join("|"), "iu")).map((part) => part.trim());
  const full = parts.filter((part) => read(part, language).full.p.length);
  return full.length > 1 ? full : [];
}

function denies(reading, target) {
  const own = ownWords(target), said = reading.full.p.filter((piece) => target.language.not.includes(piece) && !(target.person && piece === "no"));
  return said.length > 0 && !said.every((piece) => own.includes(piece));
}

function several(reading, target) {
  const parts = alternatives(reading.text, target);
  if (parts.length) {
    const right = parts.length <= 4 && parts.every((part) => judgeOne(part, target).verdict === "correct");
    return right ? correct() : wrong("one answer, please");
  }
  return denies(reading, target) ? wrong("say what it is, not what it is not") : null;
}

function part(reading, target) {
  if (target.person || hasStructure(target.accepted[0], target.tables)) return null;
  const pieces = plain(reading.bare).p, own = target.readings[0], its = plain(own.full).p;
  const empty = [...formOf(target.sort || "", target.language).p, ...target.language.small];
  if (!pieces.some((p) => (p.length > 2 || /^\d+$/.test(p)) && !empty.includes(p))) return null;
  if (pieces.length > its.length || !pieces.every((piece) => its.includes(piece))) return null;
  const { changing, modifiers } = target.tables, { p, s } = own.full;
  const lacks = p.some((piece, i) => i < s.length && !pieces.includes(piece) && (modifiers.includes(piece) || (!s[i] && changing.includes(piece))));
  const words = (text) => fold(withoutAccents(text.normalize("NFKC"))).match(/[\p{L}\p{N}]+/gu) || [];
  const missing = words(own.text).filter((word) => !words(reading.text).includes(word));
  const torn = missing.map((word) => word.match(/\p{Nd}+|\P{Nd}+/gu)).filter((parts) => parts.length > 1).flat();
  if (pieces.every((p) => /^\p{Nd}+$/u.test(p)) || torn.some((p) => pieces.includes(p))) return null;
  const denied = p.some((piece, i) => target.language.not.includes(piece) && !pieces.includes(piece) && !/^\d/.test(p[i + 1]));
  return lacks ? null : denied ? wrong("that is the opposite") : asked("right, but more exactly, please");
}

// -- people ---------------------------------------------------------------------------------------

/** President Truman. */
function untitled(reading, target) {
  const { p, s } = reading.bare, { titles, rulers } = target.language;
  if (!target.person || p.length < 2 || !s[0] || ![...titles, ...(target.people ? [] : rulers)].includes(p[0])) return null;
  return judgeOne(reading.text.replace(/^\s*\S+\s+/, ""), target);
}

/** The family name, or the initials, of somebody else. */
function someoneElse(reading, target) {
  const form = reading.bare, { entries } = namesOf(target.deck, target.language);
  const initials = form.p.some((piece) => piece.length === 1);
  const fits = (entry) => (initials ? (target.deck.things[entry.thing].people || []).some((person) => byInitials(form, person, target)) : entry.short);
  const same = (initials ? entries : knownAs([form], target)).filter((entry) => fits(entry) && isOther(entry.thing, target));
  return new Set(same.map((entry) => entry.thing)).size === 1 ? isAnother(same[0], target) : null;
}

function byInitials(form, [given, family], target) {
  const last = formOf(family, target.language).p, first = formOf(given, target.language).p, mine = form.p.slice(0, -last.length);
  if (form.p.slice(-last.length).join(" ") !== last.join(" ") || !mine.length || mine.length > first.length) return false;
  return mine.every((piece, i) => piece === first[i] || (piece.length === 1 && first[i].startsWith(piece)));
}

/** All Hangul that a romanised Korean name can mean. */
function hangul(text, tables) {
  const known = (tables.hangul ??= {});
  if (Object.hasOwn(known, text)) return known[text];
  const found = new Set();
  for (let end = 1; end <= Math.min(text.length, 7) && text.length <= 24; end += 1) {
    const heads = syllable(text.slice(0, end), tables.korean);
    const tails = heads.size ? (end < text.length ? hangul(text.slice(end), tables) : [""]) : [];
    for (const head of heads) for (const tail of tails) found.add(head + tail);
    if (found.size > 400) { found.clear(); break; }
  }
  return (known[text] = found);
}

function syllable(text, { initials, vowels, finals }) {
  const match = text.match(/^([^aeiouyw]*)([aeiouyw]+(?:h(?![aeiouyw])|r(?=k$))?)([^aeiouyw]*)$/), found = new Set();
  if (!match) return found;
  const [i, v, f] = [initials[match[1]] || "", vowels[match[2]] || "", finals[match[3]] || ""];
  for (const a of i) for (const b of match[3] ? v : v.replace("ㅜㅡㅓ", "ㅜㅡ")) for (const c of f) {
    found.add(a + b + c);
    if (a === "ㄹ") found.add(("ㅣㅑㅕㅛㅠㅖ".includes(b) ? "ㅇ" : "ㄴ") + b + c);
  }
  return found;
}

function soundsAlike(a, b, tables) {
  const meet = (x, y) => x === y || [...hangul(x, tables)].some((text) => hangul(y, tables).has(text));
  return a.length === b.length ? a.every((x, i) => meet(x, b[i])) : meet(a.join(""), b.join(""));
}

function romanisedAlike(form, [given, family, korean], target) {
  const { p } = form, first = formOf(given, target.language).p, last = formOf(family, target.language).p, { tables } = target;
  if (!korean || !p.length) return false;
  if (p.length === 1) return soundsAlike(p, last, tables);
  return [[p.slice(0, 1), p.slice(1)], [p.slice(-1), p.slice(0, -1)]].some(([f, g]) => soundsAlike(f, last, tables) && soundsAlike(g, first, tables));
}

/** Another spelling of a Korean name, if it is nobody else's as well. */
function romanised(reading, target) {
  const form = reading.bare, fits = (person) => romanisedAlike(form, person, target);
  if (target.strict || !(target.people || []).some(fits)) return null;
  const others = target.deck.things.some(({ people = [] }, thing) => isOther(thing, target) && people.some(fits));
  if (others) return form.p.length === 1 ? asked("the full name, please") : wrong("that could be someone else");
  return correct(`that is ${target.accepted[0]}`);
}

function isOtherKorean(form, changed, [given, family, korean], target) {
  if (!korean) return false;
  if (changed.some((word) => target.tables.korean.families.includes(word))) return true;
  if (form.p.length < 2 || form.p[0] !== formOf(family, target.language).p[0]) return false;
  const mine = form.p.slice(1).join(""), its = letters(formOf(given, target.language)), read_ = hangul(mine, target.tables);
  return mine[0] !== its[0] && read_.size > 0 && ![...read_].some((text) => hangul(its, target.tables).has(text));
}

function singular(word, tables) {
  const found = new Set([word, lookup(tables.plurals, word) || word]);
  if (/.[^isu]s$/.test(word)) found.add(word.slice(0, -1));
  for (const [ending, others] of [["ies", ["y"]], ["ves", ["f", "fe"]], ["es", [""]]])
    if (word.length > ending.length + 1 && word.endsWith(ending)) others.forEach((o) => found.add(word.slice(0, -ending.length) + o));
  return [...found];
}

function numberOf(reading, target) {
  if (target.strict || target.person || !target.language.code.startsWith("en")) return null;
  const mine = units(plain(reading.bare));
  for (const its of target.readings) {
    const own = units(plain(its.bare)), first = its.text[0] || "";
    // A name has no plural.
    if (first === first.toUpperCase() || mine.slice(0, -1).join(" ") !== own.slice(0, -1).join(" ") || !mine.length) continue;
    const nouns = singular(own[own.length - 1], target.tables);
    if (singular(mine[mine.length - 1], target.tables).some((noun) => nouns.includes(noun))) return typo(`nearly: ${its.text}`);
  }
  return null;
}

function slipped(reading, target) {
  if (target.strict) return null;
  let best = null;
  for (const its of [...target.readings, ...target.spellings])
    for (const form of its.forms)
      for (const key of [form, spelledOut(form)])
        for (const mine of [reading.bare, reading.full]) {
          const found = slip(mine, key, target);
          if (found && (!best || found.off < best.off)) best = { ...found, mine, text: its.text };
        }
  if (!best || meansOther(best, target)) return null;
  return typo(`nearly: ${target.person ? target.accepted[0] : best.text}`);
}

function meansOther({ off, changed, mine }, target) {
  const { words, entries } = namesOf(target.deck, target.language);
  if ((target.people || []).some((person) => isOtherKorean(mine, changed, person, target))) return true;
  if (changed.some((word) => [...(words.get(word) || [])].some((thing) => thing !== target.thing) || target.prose?.includes(word))) return true;
  if (!off) return false;
  const text = letters(plain(mine)), near = (form) => distance(text, letters(plain(form)), off) <= off;
  if (Object.keys(target.rejected || {}).some((other) => near(formOf(other, target.language)))) return true;
  return entries.some((entry) => isRival(entry, target) && near(entry.form));
}

function clue(reading, target) {
  const text = letters(plain(reading.bare));
  if (text.length >= 5) {
    const other = namesOf(target.deck, target.language).entries.find((entry) => !entry.short && isRival(entry, target) && distance(text, letters(plain(entry.form)), 1) <= 1);
    if (other) return `that looks like ${other.name}`;
  }
  const close = target.readings.some((its) => { const key = letters(plain(its.bare)); return key.length > 1 && distance(text, key) <= allowed(key.length) + 1; });
  return close ? "close in letters, but not the same" : "that is not it";
}

// -- numbers --------------------------------------------------------------------------------------

function wordsToNumber(text, language) {
  const spelled = fold(text).replace(/-/g, " ").split(/\s+/).filter(Boolean), { simple, scales, hundred, joiner, one, ordinals } = language;
  const tail = spelled[spelled.length - 1], rank = Object.hasOwn(ordinals, tail || "") ? ordinals[tail] : null;
  const wordOf = (value) => value === 100 ? hundred : Object.keys({ ...simple, ...scales }).find((w) => (simple[w] ?? scales[w]) === value);
  if (rank !== null) {
    if (spelled.length === 1) return { value: rank, ordinal: true };
    spelled[spelled.length - 1] = wordOf(rank);
  }
  if (one.includes(spelled[0])) {
    if (spelled.length < 2 || Object.hasOwn(simple, spelled[1])) return null;
    spelled[0] = wordOf(1);
  }
  let total = 0, group = 0, room = 100, ceiling = 1e15, joined = false;
  for (const word of spelled) {
    if (Object.hasOwn(simple, word)) {
      const value = simple[word];
      if (value >= room || (value === 0 && spelled.length > 1)) return null;
      group += value; room = value >= 20 ? 10 : 1; joined = false;
    } else if (joined) return null;
    else if (word === hundred && group > 0 && group < 100) { group *= 100; room = 100; }
    else if (Object.hasOwn(scales, word) && group > 0 && group < 1000 && scales[word] < ceiling) {
      ceiling = scales[word]; total += group * ceiling; group = 0; room = 100;
    } else if (word === joiner && room === 100 && (group || total)) joined = true;
    else return null;
  }
  return spelled.length && !joined ? { value: total + group, ordinal: rank !== null } : null;
}

function mantissa(text, language) {
  const { decimal, group } = language, d = escaped(decimal), spaces = " \\u00a0\\u2009\\u202f", g = `[${escaped(group)}${spaces}']`;
  const found = text.match(new RegExp(`^(?:(\\d{1,3}(?:${g}\\d{3})+)|(\\d+))(?:${d}(\\d+))?(?![\\d]|[.,]\\d)`));
  const plainly = found && new Set((found[1] || "").replace(/\d/g, "")).size < 2 && { value: Number(`${(found[1] || found[2]).replace(/\D/g, "")}.${found[3] || 0}`), length: found[0].length, digits: true };
  const point = text.match(new RegExp(`^${d}(\\d+)(?!\\d)`)), fraction = text.match(/^(?:(\d+)\s+)?(\d+)\/([1-9]\d*)(?![\d/])/), sign = text.match(/^(\d*)\s?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/);
  if (sign) { const [top, below] = sign[2].normalize("NFKC").split("⁄"); return { value: +sign[1] + top / below, length: sign[0].length, digits: true }; }
  if (point) return { value: Number(`0.${point[1]}`), length: point[0].length, digits: true };
  if (fraction) return { value: +(fraction[1] || 0) + fraction[2] / fraction[3], length: fraction[0].length, digits: true };
  if (plainly) return plainly;
  const words = text.split(/(\s+)/);
  for (let n = words.length; n > 0; n -= 2) {
    const start = words.slice(0, n).join(""), number = wordsToNumber(start, language);
    if (number) return { ...number, length: start.length };
  }
  return null;
}

function unitOf(text, language) {
  const word = fold(text).replace(/\.$/, ""), known = language.units;
  if (Object.hasOwn(known, text)) return known[text];
  if (Object.hasOwn(known, word)) return known[word];
  const any = Object.keys(known).find((sign) => sign.length > 1 && fold(sign) === word);
  return any === undefined ? "" : known[any];
}

/** {value, unit, bare, ordinal}; null where the text is no number. */
function parseNumber(text, target) {
  const { language, number: key } = target;
  let rest = asciiDigits(text).trim().replace(/\.$/, ""), sign = 1, unit = "", scale = 1;
  const first = (rest.match(/^\p{L}+/u) || [""])[0];
  if (/^[~≈]/.test(rest)) rest = rest.slice(1).trimStart();
  else if (first && language.about.includes(fold(first))) rest = rest.slice(first.length).replace(/^\.?\s*/, "");
  if (/^[-−+]/.test(rest)) { sign = rest[0] === "+" ? 1 : -1; rest = rest.slice(1).trimStart(); }
  else if (language.minus.includes(fold(rest.split(" ")[0]))) { sign = -1; rest = rest.slice(rest.indexOf(" ") + 1); }
  const money = rest.match(/^(?:US\$|[$€£¥₩₽₹])\s*/);
  if (money) { unit = unitOf(money[0].trim(), language); rest = rest.slice(money[0].length); }
  const found = mantissa(rest, language);
  if (!found) return null;
  rest = rest.slice(found.length);
  let ordinal = Boolean(found.ordinal);
  const suffix = rest.match(/^\p{L}+/u);
  if (found.digits && suffix && language.suffixes.includes(fold(suffix[0]))) { ordinal = true; rest = rest.slice(suffix[0].length); }
  const power = rest.match(/^(?:e(\d{1,2})\b|\s*[x×*]\s*10\^?([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,2}))/);
  if (found.digits && power) { scale = 10 ** +(power[1] || power[2]).normalize("NFKC"); rest = rest.slice(power[0].length); }
  const next = rest.match(/^\s*(\p{L}+)\.?/u), scales = { ...language.scales, ...language.signs };
  const short = (!key.unit || money) && language.code.startsWith("en") && found.digits && next && lookup({ k: 1e3, m: 1e6, b: 1e9 }, fold(next[1]));
  if (next && (Object.hasOwn(scales, fold(next[1])) || (short && next[0].length === rest.length))) {
    scale *= scales[fold(next[1])] || short;
    rest = rest.slice(next[0].length);
  }
  rest = rest.trim();
  if (rest) {
    const named_ = unitOf(rest, language), counted = [...formOf(rest, language).p];
    if (named_) unit = named_;
    else if (!counted.length || !counted.every((word) => key.words.includes(word))) return null;
  }
  return { value: sign * found.value * scale, bare: scale === 1, unit, ordinal };
}

const closeTo = (a, b, off = 0) => Math.abs(a - b) <= off + 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));

const inTens = (size) => closeTo(Math.log10(size), Math.round(Math.log10(size)));

function isNumber(number, key) {
  const size = number.unit && key.unit ? key.sizes[number.unit] : 1;
  if (size === undefined) return false;
  const values = number.bare ? [number.value, number.value * key.implied] : [number.value];
  return values.some((value) => closeTo(value * size, key.value, inTens(size) ? key.off : 0));
}

function sameNumber(a, b, target) {
  const x = parseNumber(a, target), y = parseNumber(b, target);
  return Boolean(x && y && closeTo(x.value, y.value) && (x.unit || target.number.unit) === (y.unit || target.number.unit));
}

/** The text with words mended in which one letter is off: as many as there are ways to mend it. */
function repaired(text, language) {
  let texts = [""], changed = false, done = 0;
  for (const found of text.matchAll(/\p{L}+/gu)) {
    const lower = fold(found[0]), known = language.value_words, mends = lower.length >= 5 && !known.includes(lower);
    const near = mends ? known.filter((word) => word[0] === lower[0] && distance(word, lower, 1) <= 1) : [];
    changed ||= near.length > 0;
    texts = texts.flatMap((start) => (near.length ? near : [found[0]]).map((word) => start + text.slice(done, found.index) + word)).slice(0, 8);
    done = found.index + found[0].length;
  }
  return changed ? texts.map((start) => start + text.slice(done)) : [];
}

function judgeNumber(text, target) {
  const number = parseNumber(text, target);
  if (number) return compareNumber(number, target);
  const guesses = (target.strict ? [] : repaired(text, target.language)).map((mended) => parseNumber(mended, target)).filter(Boolean);
  const alike = guesses.filter((guess) => guess.ordinal === target.number.ordinal), likely = alike.length ? alike : guesses;
  if (!likely.length || likely.some((guess) => guess.value !== likely[0].value)) return null;
  const result = compareNumber(likely[0], target);
  return result.verdict === "correct" ? typo(`nearly: ${target.accepted[0]}`) : result;
}

function compareNumber(number, target) {
  const key = target.number, got = number.value, wanted = key.value;
  if (number.ordinal && !key.ordinal) return wrong("that is a rank, not a count");
  if (number.unit && !key.unit && !key.asked.includes(number.unit)) return wrong("another unit is asked for");
  if (isNumber(number, key)) return correct(closeTo(got, wanted) || !key.off ? "" : `close enough: ${target.accepted[0]}`);
  const size = number.unit && key.unit ? key.sizes[number.unit] : 1;
  if (size === undefined) return wrong(got === wanted ? "right number, wrong unit" : "another unit is asked for");
  if (got && closeTo(got * size, -wanted)) return wrong("right number, wrong sign");
  const ratio = got && wanted ? Math.max(got * size / wanted, wanted / (got * size)) : 0;
  const power = Object.entries({ 10: "ten", 100: "a hundred", 1000: "a thousand", 1e6: "a million", 1e9: "a billion" }).find(([n]) => closeTo(ratio, +n));
  if (power) return wrong(`off by a factor of ${power[1]}`);
  return wrong(got * size > wanted ? "too high" : "too low");
}

// -- dates: {y, m, d, grain}; years are astronomical, 1 BC is 0 -----------------------------------

const GRAINS = ["century", "decade", "year", "month", "day"];

function parseDates(text, target) {
  const { article } = target.language, lower = asciiDigits(fold(text)).trim(), found = datesOf(text, target);
  if (!article || target.language.before.includes(article) || !lower.startsWith(`${article} `)) return found;
  // "the 14th", "the 1990s", but not "the 1990".
  const exact = /^\S+\s+(?:\d+[’']?)?\p{L}/u.test(lower);
  return found.filter((date) => exact && date.grain !== "year" && date.grain !== "month");
}

function datesOf(text, target) {
  const { language } = target;
  let rest = asciiDigits(fold(text)).replace(/[’']/g, "'").trim().replace(/\.$/, "");
  for (const lead of language.before) if (rest.startsWith(`${lead} `)) { rest = rest.slice(lead.length).trim(); break; }
  const about = language.circa.find((word) => new RegExp(`^${word}\\.?\\s+`).test(rest));
  if (about) rest = rest.replace(/^\p{L}+\.?\s+/u, "");
  const [day] = rest.split(" ");
  if (language.weekdays.includes(day.replace(/[,.]/g, ""))) rest = rest.slice(day.length).trim();
  if (rest.startsWith(`${language.article} `)) rest = rest.slice(language.article.length + 1);
  let era = 0, found;
  language.eras.forEach(([before, after]) => [[before, -1], [after, 1]].forEach(([name, way]) => {
    const flat = fold(name).replace(/\./g, "").replace(/\s+/g, ""), letters_ = [...flat].map(escaped).join("\\.?\\s?");
    const match = rest.match(new RegExp(`^${letters_}\\.?\\s+|\\s+${letters_}\\.?(?:\\s+|$)`));
    if (match && !era) { era = way; rest = rest.replace(match[0], " ").trim(); }
  }));
  const year = (n) => era < 0 ? 1 - n : +n;
  const date = (y, m, d) => ({ y, m, d, grain: d ? "day" : m ? "month" : "year", era });
  const valid = (x) => !x.m || (x.m <= 12 && (!x.d || x.d <= new Date(Date.UTC(x.y ?? 2000, x.m, 0)).getUTCDate()));
  const plainDate = (y, m, d) => { const x = date(y, m, d); return valid(x) ? [x] : []; };
  if ((found = rest.match(/^(\d{4})[-/](\d\d?)(?:[-/](\d\d?))?$/))) return plainDate(+found[1], +found[2], found[3] && +found[3]);
  if ((found = rest.match(/^(\d\d?)[-/.](\d{4})$/))) return plainDate(+found[2], +found[1]);
  if ((found = rest.match(/^(\d\d?)([/.-])\s?(\d\d?)\2\s?(\d{4})$/))) {
    const [a, b, y] = [+found[1], +found[3], +found[4]], first = found[2] === "." ? true : language.day_first;
    const both = [...(first === false ? [] : plainDate(y, b, a)), ...(first === true ? [] : plainDate(y, a, b))];
    const all = both.length ? both : [...plainDate(y, b, a), ...plainDate(y, a, b)];
    return all.length === 2 && all[0].m === all[1].m ? all.slice(0, 1) : all;
  }
  if (language.suffix && (found = rest.match(new RegExp(`^(\\d{2,3}0)'?${escaped(language.suffix)}$`)))) return [{ y: +found[1], grain: "decade", era }];
  const century = fold(language.century || "");
  if (century && rest.endsWith(` ${century}`)) {
    const rank = rest.slice(0, -century.length).trim(), n = parseInt(rank, 10) || lookup(language.ordinals, rank);
    if (n) return [{ y: era < 0 ? 1 - n * 100 : (n - 1) * 100 + 1, grain: "century", era }];
  }
  if (/^\d{1,4}$/.test(rest) && (rest.length > 2 || era)) return [date(year(rest))];
  const tokens = rest.replace(/,/g, " ").replace(/(\p{L})(?=\d)/gu, "$1 ").split(/\s+/).filter((t) => t && t !== language.date_of && t !== language.article);
  let m = 0, y = era && /^\d+$/.test(tokens.at(-1)) ? year(tokens.pop()) : null, d = 0;
  for (const token of tokens) {
    const month = language.months.findIndex((names) => names.includes(token.replace(/\.$/, "")));
    const day_ = token.match(/^(\d\d?)(\p{L}+|\.)?$/u);
    if (month >= 0 && !m) m = month + 1;
    else if (/^\d{3,4}$/.test(token) && y === null) y = year(token);
    else if (day_ && !d && (!day_[2] || day_[2] === "." || language.suffixes.includes(day_[2]))) d = +day_[1];
    else if (lookup(language.ordinals, token) && !d) d = language.ordinals[token];
    else return [];
  }
  if (!m || (d && d > 31)) return [];
  return valid(date(y, m, d)) ? [date(y, m, d || undefined)] : [];
}

const span = (x) => {
  const last = x.grain === "decade" ? x.y + 9 : x.grain === "century" ? x.y + 99 : x.y;
  const n = (y, m, d) => y * 10000 + m * 100 + d;
  return [n(x.y, x.m || 1, x.d || 1), n(last, x.m || 12, x.d || 31)];
};

function contains(a, b) {
  if (a.y === null || b.y === null) return (a.y === null || a.y === b.y) && (!a.m || a.m === b.m) && (!a.d || a.d === b.d);
  const [x, y] = span(a), [p, q] = span(b);
  return x <= p && q <= y;
}

const sameDate = (a, b) => a.grain === b.grain && a.y === b.y && (a.m || 0) === (b.m || 0) && (a.d || 0) === (b.d || 0);

function compareDate(date, target) {
  const key = target.date, name = target.accepted[0];
  if (sameDate(date, key)) return correct();
  if (key.from && date.grain === key.grain && date.y !== null && span(date)[0] >= key.from && span(date)[0] <= key.to) return correct(`close enough: ${name}`);
  if (key.grain === "century" && date.grain === "decade" && date.y === key.y - 1) return correct();
  if (contains(date, key)) return verdict("partial", `right, but more exactly: ${name}`, 0.5);
  if (key.y !== null && key.y <= 0 && date.y !== null && !date.era && sameDate({ ...date, y: 1 - date.y }, key)) return verdict("partial", `right, with the era: ${name}`, 0.5);
  if (contains(key, date)) return GRAINS.indexOf(key.grain) < 2 ? asked(`asked for is a ${key.grain}: which?`) : correct(`asked for was no more than ${name}`);
  return wrong(dateDifference(date, key));
}

function dateDifference(date, key) {
  if (date.y !== null && key.y !== null && date.y === 1 - key.y) return "right number, wrong era";
  const parts = [["day", date.d, key.d], ["month", date.m, key.m], ["year", date.y, key.y]].filter(([, a, b]) => a && b);
  const right = parts.filter(([, a, b]) => a === b), off = parts.filter(([, a, b]) => a !== b), said = (list) => list.map(([n]) => n).join(" and ");
  if (right.length && off.length) return `right ${said(right)}, wrong ${said(off)}`;
  if (date.y === null || key.y === null || date.y === key.y) return "another date";
  const early = date.y < key.y ? "early" : "late", years = Math.abs(date.y - key.y);
  if (GRAINS.indexOf(date.grain) < 2) return `too ${early}`;
  return years === 1 ? `a year too ${early}` : `${years} years too ${early}`;
}

function judgeDate(text, target) {
  const dates = parseDates(text, target), key = target.date;
  if (dates.length > 1) {
    if (!dates.some((date) => compareDate(date, target).points)) return wrong("not that date, whichever way it is read");
    return asked("which is the day, and which the month?");
  }
  if (dates.length) return compareDate(dates[0], target);
  const number = text.trim().match(/^[-−](\d{1,4})$/);
  if (key.grain === "year" && number) return compareDate({ y: 1 - number[1], grain: "year", era: -1 }, target);
  if (key.grain === "year" && key.era && /^\d{1,2}$/.test(text.trim())) return compareDate({ y: +text, grain: "year", era: 0 }, target);
  if (key.y >= 100) {
    const decade = key.grain === "decade" && text.match(/^(?:the )?['’]?(\d0)['’]?s$/);
    if (decade) return key.y % 100 === +decade[1] ? asked("the whole decade, please") : wrong("another decade");
    const short = text.match(/^([^]*?)['’]?(\d\d)$/);
    if (short && !/\d$/.test(short[1])) {
      const whole = parseDates(`${short[1]}${Math.floor(key.y / 100)}${short[2]}`, target);
      if (whole.length) return whole.some((date) => compareDate(date, target).verdict === "correct") ? asked("the whole year, please") : wrong("another date");
    }
  }
  const guesses = (target.strict ? [] : repaired(text, target.language)).map((mended) => parseDates(mended, target)).filter((read_) => read_.length === 1);
  if (!guesses.length) return null;
  const result = compareDate(guesses[0][0], target);
  return result.verdict === "correct" ? typo(`nearly: ${target.accepted[0]}`) : result;
}

// -- values; those of sorts without rules here are judged by measures.js -----------------------------

function valueText(reading, target) {
  if (target.accepted.some((name) => flat(name) === flat(reading.text))) return correct();
  return signs(reading, target);
}

function value(reading, target) {
  if (denies(reading, target)) return wrong("say what it is, not what it is not");
  const others = target.number && target.number.also, mine = others && parseNumber(reading.text, target);
  const also = mine && others.some((number) => compareNumber(mine, { ...target, number: { ...target.number, ...number } }).points);
  if (also) return correct();
  return target.date ? judgeDate(reading.text, target) : judgeNumber(reading.text, target);
}

function otherThing(reading, target) {
  const others = knownAs(reading.forms, target).filter((entry) => !entry.short && isRival(entry, target));
  return others.length ? isAnother(others[0], target) : null;
}

function noValue(reading, target) {
  return wrong(alternatives(reading.text, target).length ? "one answer, please" : `that is no ${target.value ? target.value.noun : target.date ? "date" : "number"}`);
}

// -- lists, in any order --------------------------------------------------------------------------

function judgeList(text, target) {
  const parts = target.listed.map((typed) => targetOf(typed, target.item, target.deck)), extra = [];
  let named_ = new Map();
  if (composed(text) === target.accepted[0]) return correct();
  const and = target.language.joining.join("|"), joint = new RegExp(`(\\s+(?:${and})\\s+|\\s*&\\s*)`, "iu");
  const take = (piece) => {
    const results = parts.map((its) => judgeOne(piece, its));
    for (const accepted of ["correct", "typo"]) {
      const at = results.findIndex((result) => result.verdict === accepted);
      if (at >= 0) { if (!named_.has(at)) named_.set(at, results[at]); return true; }
    }
    return false;
  };
  const walk = (pieces, take, lost) => {
    for (let start = 0; start < pieces.length;) {
      let end = Math.min(pieces.length, start + 7);
      while (end > start && !take(pieces.slice(start, end).join(""))) end -= 2;
      if (end > start) start = end + 1;
      else if (lost(pieces[start])) return;
      else start += 2;
    }
  };
  const spaced = (part) => {
    if (take(part)) return true;
    const before = new Map(named_), left = [];
    walk(part.split(/(\s+)/), take, (word) => left.push(word));
    if (left.length) named_ = before;
    return !left.length;
  };
  for (const piece of text.split(/\s*(?:[,;/\n•、，،]|(?<!\S)[-+](?!\S))\s*/).slice(0, 40)) {
    const bare = piece.trim().replace(new RegExp(`^(?:${and})\\s+`, "iu"), "");
    if (bare) walk(bare.split(joint), spaced, (part) => { extra.push(part); });
  }
  const right = named_.size, n = parts.length;
  const missing = parts.filter((_, at) => !named_.has(at)).map((its) => its.accepted[0]);
  if (!missing.length && !extra.length) {
    const slips = [...named_.values()].filter((result) => result.verdict === "typo").map((result) => result.said);
    return slips.length ? typo(slips.join("; ")) : correct();
  }
  const said = [`${right} of ${n}`, missing.length && `missing: ${missing.join(", ")}`, extra.length && `not among them: ${extra.join(", ")}`].filter(Boolean).join("; ");
  const points = Math.max(0, right - extra.length) / n;
  return points ? verdict("partial", said, points) : wrong(said);
}

const NAME_RULES = [formula, foreseen, named, innerArticle, inverted, besideSort, several, part, untitled, someoneElse, romanised, numberOf, slipped];
const RULES = [exact, rejected, ...NAME_RULES], VALUE_RULES = [valueText, rejected, foreseen, value, otherThing, noValue];

