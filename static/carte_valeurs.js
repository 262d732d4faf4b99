// The values of a map, asked for at their own address, and the choices that the page is about to make: an entry in view
// in a list is asked for ahead, and the map shows it as soon as it is chosen, without waiting for the page. The page
// stays the judge: what it sends afterwards is what is shown. Relies on ARIA roles and on the names (st-key-…) that
// Streamlit gives to its widgets; where they are absent, the map simply waits for the page.
(function () {
  "use strict";
  var KEPT = 24; // answers
  var AHEAD = 60; // milliseconds in view before an entry is asked for
  var TRUST = 1000; // milliseconds: how long a choice made here prevails over older values of the page
  var DOUBT = 4000; // milliseconds more: a page that has said nothing did not make that choice
  var answers = new Map();

  function ask(address) {
    if (answers.has(address)) return answers.get(address);
    var asked = fetch(address).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (values) {
      if (values.a) answers.set(values.a, asked); // the same values, at the address that the page writes
      return values;
    });
    answers.set(address, asked);
    asked.catch(function () { answers.delete(address); });
    if (answers.size > KEPT) answers.delete(answers.keys().next().value);
    return asked;
  }

  // Where the labels of the lists are, in the same version of the figures.
  function words(address) {
    var version = new URL(address, window.location.href).searchParams.get("v");
    return "/carte/mots?v=" + version;
  }

  // One map: `show` paints values, `fail` says that they did not come, `early` tells the page that the map is ahead of it.
  window.BoussoleValeurs = function (show, fail, early) {
    var page = null; // what the page last asked to show
    var ahead = ""; // the address chosen here that the page has not asked for yet
    var late = null; // what the page asked for meanwhile
    var trusted = false;
    var timers = {};

    function again(name, milliseconds, work) {
      clearTimeout(timers[name]);
      timers[name] = setTimeout(work, milliseconds);
    }

    function settle(args) {
      ahead = "";
      late = null;
      clearTimeout(timers.trust);
      early(false);
      page = args;
      ask(args.a).then(
        function (values) { if (page === args && !ahead) show(values, args); },
        function () { if (page === args && !ahead) fail(); }
      );
    }

    this.receive = function (args) {
      prepare(words(args.a));
      if (!ahead || !trusted || args.a === ahead) settle(args);
      else late = args;
    };

    // The page now sends the values themselves: nothing is asked for, nothing is foreseen.
    this.leave = function () {
      page = null;
      late = null;
      ahead = "";
      Object.keys(timers).forEach(function (name) { clearTimeout(timers[name]); });
      early(false);
    };

    function replaced(name, code) {
      var address = new URL(ahead || page.a, window.location.href);
      // Colours centred on a reference depend on the figures of the page.
      if (address.searchParams.get("centre") && (name === "indicateur" || name === "annee")) return "";
      address.searchParams.set(name, code);
      return address.pathname + address.search;
    }

    function choose(address) {
      if (!address || address === (ahead || page.a)) return;
      ahead = address;
      trusted = true;
      again("trust", TRUST, function () {
        trusted = false;
        if (late) settle(late);
        else again("trust", DOUBT, function () { if (ahead) settle(page); });
      });
      ask(address).then(
        function (values) {
          if (ahead !== address) return;
          // The answer says the address of what it holds: another year, when that one is not installed.
          ahead = values.a;
          early(ahead !== page.a);
          show(values, page);
          if (late && late.a === ahead) settle(late);
        },
        function () {
          if (ahead !== address) return;
          ahead = "";
          if (late) settle(late);
        }
      );
    }

    function choice(control) {
      var box = control && control.closest('[class*="st-key-choix-"]');
      var key = box && Array.from(box.classList).find(function (name) { return name.startsWith("st-key-"); });
      return (key && page && page.p[key.slice(7)]) || null;
    }

    // ["indicateur"] gives the code of the words of an entry; ["depuis", ["2012", "2017"]] has codes for words, or ranks.
    function ofOption(doc, option) {
      var list = doc.querySelector('[role="combobox"][aria-expanded="true"]');
      var told = option && choice(list);
      if (!told) return Promise.resolve("");
      var said = option.textContent.trim();
      if (told[1]) return Promise.resolve(told[1].includes(said) ? replaced(told[0], said) : "");
      return ask(words(page.a)).then(function (labels) {
        var code = labels[said];
        return code && page ? replaced(told[0], code) : "";
      }, function () { return ""; });
    }

    function ofRank(control, rank) {
      var told = choice(control);
      var code = told && told[1] && told[1][rank];
      return code ? replaced(told[0], code) : "";
    }

    function highlighted(doc) {
      var focused = doc.activeElement;
      return focused && doc.getElementById(focused.getAttribute("aria-activedescendant") || "");
    }

    function prepare(address) {
      if (address) ask(address).catch(function () {});
    }

    function neighbours(control) {
      again("neighbours", AHEAD, function () {
        [-1, 1].forEach(function (step) { prepare(ofRank(control, Number(control.value) + step)); });
      });
    }

    function isSlider(control) { return control && control.type === "range"; }

    function moved(control) {
      // Read once the page has drawn its own control again.
      setTimeout(function () {
        choose(ofRank(control, Number(control.value)));
        neighbours(control);
      });
    }

    function ticked(box) {
      setTimeout(function () {
        var radio = box.querySelector('[type="radio"]:checked');
        if (radio) choose(ofRank(radio, Number(radio.value)));
      });
    }

    this.watch = function (doc) {
      var stop = new AbortController();
      // Seen on their way in: the controls of the page may stop what they have dealt with.
      function on(kinds, work) {
        kinds.forEach(function (kind) {
          doc.addEventListener(kind, function (event) { if (page) work(event); }, { capture: true, signal: stop.signal });
        });
      }
      on(["keydown"], function (event) {
        if (event.key === "Enter") ofOption(doc, highlighted(doc)).then(choose);
      });
      on(["pointerup"], function (event) {
        var option = event.target.closest('[role="option"]');
        if (option) ofOption(doc, option).then(choose);
      });
      on(["pointerover"], function (event) {
        var option = event.target.closest('[role="option"]');
        if (option) again("view", AHEAD, function () { ofOption(doc, option).then(prepare); });
      });
      on(["input", "keyup"], function () {
        again("view", AHEAD, function () { ofOption(doc, highlighted(doc)).then(prepare); });
      });
      on(["focusin"], function (event) { if (isSlider(event.target)) neighbours(event.target); });
      on(["keydown", "pointermove", "pointerup"], function () {
        if (isSlider(doc.activeElement)) moved(doc.activeElement);
      });
      on(["click", "keydown"], function (event) {
        var box = event.target.closest('[class*="st-key-choix-"]');
        if (box && box.querySelector('[type="radio"]')) ticked(box);
      });
      // Back to another view: the choice made here is no longer the one of the page.
      doc.defaultView.addEventListener("popstate", function () { if (ahead) settle(page); }, { signal: stop.signal });
      window.addEventListener("pagehide", function () { stop.abort(); });
    };
  };
})();
