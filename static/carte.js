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

  var state = { values: null, layer: null, chosen: null };
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

  function paint() {
    if (!state.layer || !state.values) return;
    var s = state.values;
    state.layer.eachLayer(function (layer) {
      layer.setStyle(style(layer.feature.id));
      if (layer.feature.id === s.m) layer.bringToFront();
    });
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

  function draw(map, data) {
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
