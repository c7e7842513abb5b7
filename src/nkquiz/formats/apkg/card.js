// Shuffles the options at each showing, lets them be tapped or reached by the Tab key, and keeps
// their order on the back. Digits are left alone: apps grade by them.
// Without it the options stand as the note has them. No template literals, no two braces in a row.
(function () {
  "use strict";
  var box = document.querySelector(".nkquiz .options");
  var list = box && box.querySelector("ol");
  if (!list) { return; }
  var items = Array.prototype.slice.call(list.children);
  var isBack = box.id === "answer";
  var state = isBack ? recalled() : {
    note: box.getAttribute("data-note"),
    order: order(items.length, list.className === "fixed"),
    chosen: -1
  };
  var tapped = -1;
  if (isBack) { markKey(); }
  if (!state) { return; }
  state.order.forEach(function (place) { list.appendChild(items[place]); });
  if (isBack) { markChosen(); return; }
  remember();
  list.setAttribute("role", "group");
  items.forEach(tappable);
  document.querySelector(".nkquiz").addEventListener("focusin", function (event) {
    choose(items.indexOf(event.target) < 0 ? tapped : items.indexOf(event.target));
  });

  function order(count, isFixed) {
    var places = [], other, kept, place;
    for (place = 0; place < count; place += 1) { places.push(place); }
    for (place = count - 1; place > 0 && !isFixed; place -= 1) {
      other = Math.floor(Math.random() * (place + 1));
      kept = places[place];
      places[place] = places[other];
      places[other] = kept;
    }
    return places;
  }

  // Some apps show the back in a page of its own, some forbid the storage: one of the two holds.
  function remember() {
    window.nkquizShown = state;
    try { sessionStorage.setItem("nkquiz", JSON.stringify(state)); } catch (error) { /* no storage */ }
  }

  function recalled() {
    var known = window.nkquizShown, sorted, place;
    try { known = known || JSON.parse(sessionStorage.getItem("nkquiz")); } catch (error) { /* none */ }
    if (!known || known.note !== box.getAttribute("data-note")) { return null; }
    if (!Array.isArray(known.order)) { return null; }
    sorted = known.order.slice().sort(function (a, b) { return a - b; });
    for (place = 0; place < items.length; place += 1) {
      if (sorted[place] !== place) { return null; }
    }
    return sorted.length === items.length ? known : null;
  }

  // The option in focus counts as chosen: some apps turn the card at Enter or Space before a page
  // hears of the key.
  function tappable(item, place) {
    item.className = "tappable";
    item.setAttribute("role", "button");
    item.setAttribute("tabindex", "0");
    item.addEventListener("click", function (event) {
      tapped = place;
      choose(place);
      event.stopPropagation();
      showAnswerSide();
    });
    item.addEventListener("keydown", function (event) {
      if ((event.key === "Enter" || event.key === " ") && showAnswerSide()) {
        event.stopPropagation();
        event.preventDefault();
      }
    });
  }

  function choose(place) {
    items.forEach(function (item, other) {
      item.className = other === place ? "tappable chosen" : "tappable";
    });
    state.chosen = place;
    remember();
  }

  // AnkiDroid, AnkiMobile, Anki; elsewhere the learner turns the card.
  function showAnswerSide() {
    if (typeof window.showAnswer === "function") {
      window.showAnswer();
    } else if (window.anki && typeof window.sendMessage === "function") {
      window.sendMessage("ankitap", "midCenter");
    } else if (typeof window.pycmd === "function") {
      window.pycmd("ans");
    } else {
      return false;
    }
    return true;
  }

  function markKey() {
    var key = /key-(\d+)/.exec(box.className);
    if (!key || !items[key[1] - 1]) { return; }
    items[key[1] - 1].className = "right";
    box.className = box.className.replace(key[0], "");
  }

  function markChosen() {
    var chosen = items[state.chosen];
    if (!chosen) { return; }
    chosen.className += " chosen";
    if (chosen.className.indexOf("right") >= 0) { return; }
    chosen.className += " wrong";
    tell(chosen.innerHTML);
  }

  // Moves what there is to say of the option out of what is said of the others.
  function tell(option) {
    var told = document.querySelector(".nkquiz .told");
    var others = document.querySelector(".nkquiz .notes");
    var notes = others && told ? others.querySelectorAll("li") : [];
    Array.prototype.forEach.call(notes, function (note) {
      var name = note.querySelector("b");
      if (!name || name.innerHTML !== option) { return; }
      told.innerHTML = note.innerHTML;
      note.parentNode.removeChild(note);
      if (notes.length === 1) { others.parentNode.removeChild(others); }
    });
  }
})();
