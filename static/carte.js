// Draws outlines fetched once, then recolours them when values arrive; runs inside the streamlit-folium frame.
(function () {
  "use strict";
  document.documentElement.lang = "fr";
  var hatch = null;

  function hatchPattern(ctx, colour) {
    if (hatch) return hatch;
    var tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    var pen = tile.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(-2, 10);
    pen.lineTo(10, -2);
    pen.stroke();
    hatch = ctx.createPattern(tile, "repeat");
    return hatch;
  }

  var HatchCanvas = L.Canvas.extend({
    _fillStroke: function (ctx, layer) {
      var real = layer.options.fillColor;
      if (layer.options.hachure) layer.options.fillColor = hatchPattern(ctx, real);
      L.Canvas.prototype._fillStroke.call(this, ctx, layer);
      layer.options.fillColor = real;
    },
  });

  var state = { values: null, layer: null, here: null };
  var WORDS = { secret: "secret", non_diffuse: "non diffusé", sans_objet: "sans objet" };

  function fill(code, s) {
    var value = s.v[code];
    if (value === undefined) return s.s[code] === "secret" ? s.n[1] : s.n[0];
    var i = 0;
    while (i < s.b.length && value >= s.b[i]) i += 1;
    return s.c[i];
  }

  function style(code) {
    var s = state.values;
    var mine = s && code === s.m;
    return {
      fillColor: s ? fill(code, s) : "#F4F6F8",
      hachure: Boolean(s && s.s[code] === "secret"),
      fillOpacity: 1,
      color: mine ? "#161A24" : "#FFFFFF",
      weight: mine ? 3 : 0.7,
    };
  }

  function text(feature) {
    var s = state.values;
    var name = feature.properties.nom;
    if (!s) return name;
    var value = s.v[feature.id];
    var shown = value === undefined ? WORDS[s.s[feature.id]] || "non disponible"
      : value.toLocaleString("fr-FR", { minimumFractionDigits: s.d, maximumFractionDigits: s.d }) + s.u;
    return name + "\u00a0: " + shown;
  }

  // Names my territory on the map: a commune of a few pixels would not be seen otherwise.
  function nameMine(layer) {
    var label = document.createElement("span");
    label.textContent = layer.feature.properties.nom;
    state.here = L.marker(layer.getBounds().getCenter(), {
      icon: L.divIcon({ className: "carte-ici", html: label, iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
    }).addTo(state.layer._map);
  }

  function paint() {
    if (!state.layer || !state.values) return;
    var s = state.values;
    var mine = null;
    state.layer.eachLayer(function (layer) {
      layer.setStyle(style(layer.feature.id));
      if (layer.feature.id === s.m) mine = layer;
    });
    if (state.here) state.here.remove();
    if (mine) {
      mine.bringToFront();
      nameMine(mine);
    }
    requestAnimationFrame(function () {
      requestAnimationFrame(function () {
        document.documentElement.dataset.peint = String(Number(document.documentElement.dataset.peint || 0) + 1);
      });
    });
  }

  function message(map, words) {
    var box = document.createElement("p");
    box.className = "carte-message";
    box.setAttribute("role", "status");
    box.textContent = words;
    map.getContainer().appendChild(box);
  }

  // Overseas départements on a map of France: each is brought into a frame west of Brittany, enlarged or reduced.
  var OVERSEAS = [[-61.5, 16.2], [-61, 14.6], [-53, 4], [55.5, -21.1], [45.2, -12.8]];
  var FRAME = { left: -1000000, top: 6620000, side: 260000, step: 310000 }; // metres, web Mercator
  var metres = L.CRS.EPSG3857;

  function firstPoint(geometry) {
    var part = geometry.coordinates;
    while (typeof part[0] !== "number") part = part[0];
    return part;
  }

  function eachPoint(part, turn) {
    return typeof part[0] === "number" ? turn(part) : part.map(function (inner) { return eachPoint(inner, turn); });
  }

  function bringIn(map, features, row) {
    var box = L.geoJSON(features).getBounds();
    var low = metres.project(box.getSouthWest());
    var high = metres.project(box.getNorthEast());
    var scale = (0.88 * FRAME.side) / Math.max(high.x - low.x, high.y - low.y);
    var x = FRAME.left + FRAME.side / 2;
    var y = FRAME.top - FRAME.side / 2 - row * FRAME.step;
    function turn(point) {
      var from = metres.project(L.latLng(point[1], point[0]));
      var to = metres.unproject(L.point(x + scale * (from.x - (low.x + high.x) / 2), y + scale * (from.y - (low.y + high.y) / 2)));
      return [to.lng, to.lat];
    }
    features.forEach(function (feature) { feature.geometry.coordinates = eachPoint(feature.geometry.coordinates, turn); });
    var half = FRAME.side / 2;
    var corners = [metres.unproject(L.point(x - half, y - half)), metres.unproject(L.point(x + half, y + half))];
    L.rectangle(corners, { color: "#C9D0D8", weight: 1, fill: false, interactive: false }).addTo(map);
  }

  function gather(map, data) {
    var groups = OVERSEAS.map(function () { return []; });
    var mainland = 0;
    data.features.forEach(function (feature) {
      var point = firstPoint(feature.geometry);
      var row = OVERSEAS.findIndex(function (place) {
        return Math.abs(place[0] - point[0]) < 3 && Math.abs(place[1] - point[1]) < (place[1] === 4 ? 3 : 0.75);
      });
      if (row < 0) mainland += 1;
      else groups[row].push(feature);
    });
    if (!mainland || !groups.some(function (group) { return group.length; })) return;
    groups.forEach(function (group, row) { if (group.length) bringIn(map, group, row); });
    var note = L.control({ position: "bottomleft" });
    note.onAdd = function () {
      var words = L.DomUtil.create("p", "carte-note");
      words.textContent = "Outre-mer rapproché, à d'autres échelles";
      return words;
    };
    note.addTo(map);
  }

  function draw(map, data) {
    gather(map, data);
    state.layer = L.geoJSON(data, {
      style: function (feature) { return style(feature.id); },
      onEachFeature: function (feature, layer) {
        layer.on("click", function () {
          window.Streamlit.setComponentValue({ code: feature.id, instant: Date.now() });
        });
      },
    }).addTo(map);
    state.layer.bindTooltip(function (layer) { return text(layer.feature); }, { sticky: true, className: "carte-bulle" });
    var bounds = state.layer.getBounds();
    map.invalidateSize();
    map.fitBounds(bounds, { padding: [8, 8], animate: false });
    map.setMaxBounds(bounds.pad(0.6));
    map.setMinZoom(map.getZoom() - 1);
    paint();
  }

  window.boussoleCarte = function (map, url) {
    map.options.renderer = new HatchCanvas({ padding: 0.3 });
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

  window.boussoleValeurs = function (values) {
    state.values = values;
    paint();
  };
})();
