// The map inside the streamlit-folium frame: outlines fetched once, then painted again when values arrive.
(function () {
  "use strict";
  document.documentElement.lang = "fr";
  var state = { values: null, layer: null, mark: null, here: null, above: null, channel: null, group: "", moved: false };
  var WORDS = { secret: "secret", non_diffuse: "non diffusé", sans_objet: "sans objet", non_comparable: "non comparable" };
  var LARGEST = 34; // pixels: radius of the largest circle

  function status(s, index) { return s.w[s.s[index]] || "non_disponible"; }

  function classOf(s, index) {
    if (s.k) return s.k[index];
    var value = s.v[index];
    if (value === null || value === undefined) return -1;
    if (s.h[index] !== undefined) return s.h[index];
    var i = 0;
    while (i < s.b.length && value >= s.b[i]) i += 1;
    return i;
  }

  function written(value, decimals, unit) {
    return value.toLocaleString("fr-FR", {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: state.values.p ? "exceptZero" : "auto",
    }) + unit;
  }

  // `told` is what travels of one indicator, the first or the second.
  function one(told, index) {
    var value = told.v[index];
    if (value !== null && value !== undefined) return written(value, told.z && value > 0 && value < 1 ? (value < 0.1 ? 2 : 1) : told.d, told.u);
    var word = state.values.w[told.s[index]];
    return WORDS[word] || "non disponible";
  }

  function text(area) {
    var s = state.values;
    var box = document.createElement("span");
    box.textContent = area.name;
    if (!s) return box;
    box.textContent += "\u00a0: " + one(s, area.index);
    if (s.x) {
      box.appendChild(document.createElement("br"));
      box.appendChild(document.createTextNode(s.x.t + "\u00a0: " + one(s.x, area.index)));
    }
    return box;
  }

  // Names my territory on the map: a commune of a few pixels would not be seen otherwise.
  function nameMine(area) {
    var label = document.createElement("span");
    label.textContent = area.name;
    var at = L.point((area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2);
    state.here = L.marker(state.map.layerPointToLatLng(state.layer.place([at.x, at.y])), {
      icon: L.divIcon({ className: "carte-ici", html: label, iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
    }).addTo(state.map);
  }

  function groups(s) {
    var found = s.c.map(function (fill) { return { fill: fill, areas: [] }; });
    var unknown = { fill: s.n[0], areas: [] };
    var secret = { fill: s.n[1], hatched: true, areas: [] };
    state.layer.areas.forEach(function (area) {
      var rank = classOf(s, area.index);
      if (rank >= 0) found[rank].areas.push(area);
      else (status(s, area.index) === "secret" ? secret : unknown).areas.push(area);
    });
    return found.concat(unknown, secret).filter(function (group) { return group.areas.length; });
  }

  function circles(s) {
    if (!s.x || !s.x.m) return [];
    return state.layer.areas
      .filter(function (area) { return s.x.v[area.index] > 0; })
      .map(function (area) { return { area: area, radius: LARGEST * Math.sqrt(s.x.v[area.index] / s.x.m) }; })
      .sort(function (a, b) { return b.radius - a.radius; });
  }

  function paint() {
    var s = state.values;
    if (!state.layer || !s) return;
    if (s.e !== state.mark) {
      message(state.map, "Ces chiffres ne sont pas ceux de ces contours. Rechargez la page.");
      return;
    }
    var chosen = new Set(s.m);
    var outlined = state.layer.areas.filter(function (area) { return chosen.has(area.id); });
    state.layer.paint(groups(s), { outlined: outlined, circles: circles(s) });
    if (state.here) state.here.remove();
    state.here = null;
    if (outlined.length === 1 && s.q) nameMine(outlined[0]);
    drawAbove(s.o || []);
    requestAnimationFrame(function () {
      requestAnimationFrame(function () {
        document.documentElement.dataset.peint = String(Number(document.documentElement.dataset.peint || 0) + 1);
      });
    });
  }

  // Corners of the mark of a place, in radii (lib/map_above.py draws the same); a disc has none.
  var CORNERS = {
    carre: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    triangle: [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]],
    losange: [[0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]],
    croix: [[-0.36, -1.1], [0.36, -1.1], [0.36, -0.36], [1.1, -0.36], [1.1, 0.36], [0.36, 0.36],
      [0.36, 1.1], [-0.36, 1.1], [-0.36, 0.36], [-1.1, 0.36], [-1.1, -0.36], [-0.36, -0.36]],
    etoile: [[0, -1.3], [0.35, -0.45], [1.25, -0.4], [0.55, 0.18], [0.8, 1.05],
      [0, 0.55], [-0.8, 1.05], [-0.55, 0.18], [-1.25, -0.4], [-0.35, -0.45]],
  };
  var Mark = L.CircleMarker.extend({
    _updatePath: function () {
      var corners = CORNERS[this.options.mark], renderer = this._renderer;
      if (!corners || !renderer._ctx) return renderer._updateCircle(this);
      if (!renderer._drawing || this._empty()) return;
      var pen = renderer._ctx, at = this._point, size = this._radius;
      pen.beginPath();
      corners.forEach(function (corner, i) {
        var x = at.x + size * corner[0], y = at.y + size * corner[1];
        if (i) pen.lineTo(x, y); else pen.moveTo(x, y);
      });
      pen.closePath();
      renderer._fillStroke(pen, this);
    },
  });

  // Layers laid over the fills: quarters, deposited outlines or places, each with its own line or mark.
  function drawAbove(layers) {
    var signature = JSON.stringify(layers);
    if (signature === state.drawn) return;
    state.drawn = signature;
    if (state.above) state.above.remove();
    state.above = L.layerGroup(layers.map(function (one) {
      return L.geoJSON(state.overseas.moved(one.g), {
        interactive: false,
        pane: "dessus",
        style: one.p
          ? { color: "#FFFFFF", weight: 1.2, fill: true, fillColor: one.c, fillOpacity: 1 }
          : { color: one.c, weight: 2.5, dashArray: one.t, fill: Boolean(one.f), fillColor: one.c, fillOpacity: 0.25 },
        pointToLayer: function (_feature, at) {
          return new Mark(at, { radius: one.r, mark: one.k, interactive: false, pane: "dessus" });
        },
      });
    })).addTo(state.map);
  }

  function message(map, words) {
    var box = document.createElement("p");
    box.className = "carte-message";
    box.setAttribute("role", "status");
    box.textContent = words;
    map.getContainer().appendChild(box);
  }

  function draw(map, data) {
    state.overseas = new window.BoussoleOutreMer(map, data);
    data.limites = state.overseas.limits(data.features);
    state.mark = data.empreinte;
    map.invalidateSize();
    map.fitBounds(data.limites, { padding: [8, 8], animate: false });
    map.setMaxBounds(data.limites.pad(0.6));
    map.setMinZoom(map.getZoom() - 1);
    state.layer = new window.BoussoleCouche(data, {
      text: text,
      chosen: function (area) { window.Streamlit.setComponentValue({ code: area.id, instant: Date.now() }); },
    });
    state.layer.addTo(map);
    window.boussoleCouche = state.layer;
    follow(map);
    paint();
  }

  // Two maps side by side move together: each says where it went to those of its group.
  function follow(map) {
    if (!state.group || !window.BroadcastChannel) return;
    state.channel = new BroadcastChannel("boussole-" + state.group);
    var told = false;
    map.on("moveend", function () {
      if (!told) state.channel.postMessage({ at: [map.getCenter().lat, map.getCenter().lng], zoom: map.getZoom() });
      told = false;
    });
    state.channel.onmessage = function (event) {
      var go = event.data;
      if (map.getZoom() === go.zoom && map.distance(map.getCenter(), go.at) < 1) return;
      told = true;
      map.setView(go.at, go.zoom, { animate: false });
    };
  }

  window.boussoleCarte = function (map, url, group) {
    state.map = map;
    // The frames of overseas make the usual canvas before that of the areas: what is laid over them has its own pane.
    map.createPane("dessus").style.zIndex = 450;
    map.getPane("dessus").style.pointerEvents = "none";
    state.group = group;
    // Leaflet gives the focus to the map when the button goes down: the page must not scroll under the click.
    var box = map.getContainer();
    box.focus = function () { HTMLElement.prototype.focus.call(box, { preventScroll: true }); };
    map.attributionControl.setPrefix(false);
    map.zoomControl.remove();
    L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire", position: "topright" }).addTo(map);
    fetch(url)
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (data) { draw(map, data); })
      .catch(function () {
        message(map, "Les contours de la carte n'ont pas pu être chargés. La liste ci-dessous donne les mêmes chiffres.");
      });
  };

  // Values come with the page, or are asked for at the address it gives ({ a: address, m, q, o: what it adds }).
  var asked = new window.BoussoleValeurs(
    function (values, args) {
      var told = JSON.stringify([values.a, args.m, args.o]);
      if (told === state.shown) return;
      state.shown = told;
      state.values = Object.assign({}, values, { m: args.m, q: args.q, o: args.o });
      paint();
    },
    function () {
      message(state.map, "Les chiffres de la carte n'ont pas pu être chargés. La liste ci-dessous donne les mêmes chiffres.");
    },
    function (ahead) {
      var block = window.frameElement && window.frameElement.closest('[class*="st-key-bloc-"]');
      if (block) block.toggleAttribute("data-carte-en-avance", ahead);
    }
  );

  window.boussoleValeurs = function (values) {
    if (values.a) {
      if (!state.watching) asked.watch(window.parent.document);
      state.watching = true;
      asked.receive(values);
      return;
    }
    asked.leave();
    state.values = values;
    state.shown = "";
    paint();
  };
})();
