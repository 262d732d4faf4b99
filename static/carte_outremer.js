// Overseas départements on a map of France: each is brought into a frame west of Brittany, enlarged or reduced, with
// what is laid over it.
(function () {
  "use strict";
  var PLACES = [[-61.5, 16.2], [-61, 14.6], [-53, 4], [55.5, -21.1], [45.2, -12.8]]; // Guyane, the third, is the largest
  var FRAME = { left: -1000000, top: 6620000, side: 260000, step: 310000 }; // metres, web Mercator
  var metres = L.CRS.EPSG3857;

  function firstPoint(geometry) {
    var part = geometry.coordinates;
    while (typeof part[0] !== "number") part = part[0];
    return part;
  }

  function rowOf(geometry) {
    var point = firstPoint(geometry);
    return PLACES.findIndex(function (place) {
      return Math.abs(place[0] - point[0]) < 3 && Math.abs(place[1] - point[1]) < (place[1] === 4 ? 3 : 0.75);
    });
  }

  function eachPoint(part, turn) {
    return typeof part[0] === "number" ? turn(part) : part.map(function (inner) { return eachPoint(inner, turn); });
  }

  function limits(features) {
    var west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    function grow(part) {
      if (typeof part[0] !== "number") return part.forEach(grow);
      west = Math.min(west, part[0]);
      east = Math.max(east, part[0]);
      south = Math.min(south, part[1]);
      north = Math.max(north, part[1]);
    }
    features.forEach(function (feature) { grow(feature.geometry.coordinates); });
    return L.latLngBounds([south, west], [north, east]);
  }

  // Draws the frame of one row and returns what brings a point into it.
  function bringIn(map, features, row) {
    var box = limits(features);
    var low = metres.project(box.getSouthWest());
    var high = metres.project(box.getNorthEast());
    var scale = (0.88 * FRAME.side) / Math.max(high.x - low.x, high.y - low.y);
    var x = FRAME.left + FRAME.side / 2;
    var y = FRAME.top - FRAME.side / 2 - row * FRAME.step;
    var half = FRAME.side / 2;
    var corners = [metres.unproject(L.point(x - half, y - half)), metres.unproject(L.point(x + half, y + half))];
    L.rectangle(corners, { color: "#C9D0D8", weight: 1, fill: false, interactive: false }).addTo(map);
    return function (point) {
      var from = metres.project(L.latLng(point[1], point[0]));
      var to = metres.unproject(L.point(x + scale * (from.x - (low.x + high.x) / 2), y + scale * (from.y - (low.y + high.y) / 2)));
      return [to.lng, to.lat];
    };
  }

  function say(map) {
    var note = L.control({ position: "bottomleft" });
    note.onAdd = function () {
      var words = L.DomUtil.create("p", "carte-note");
      words.textContent = "Outre-mer rapproché, à d'autres échelles";
      return words;
    };
    note.addTo(map);
  }

  // Moves the overseas outlines of `data` in place, when it has outlines of the mainland too.
  window.BoussoleOutreMer = function (map, data) {
    var groups = PLACES.map(function () { return []; });
    var turns = [];
    var mainland = 0;
    data.features.forEach(function (feature) {
      var row = rowOf(feature.geometry);
      if (row < 0) mainland += 1;
      else groups[row].push(feature);
    });
    if (mainland) {
      groups.forEach(function (group, row) { if (group.length) turns[row] = bringIn(map, group, row); });
    }
    groups.forEach(function (group, row) {
      if (turns[row]) group.forEach(function (feature) { feature.geometry = turned(feature.geometry, row); });
    });
    if (turns.length) say(map);

    function turned(geometry, row) {
      return Object.assign({}, geometry, { coordinates: eachPoint(geometry.coordinates, turns[row]) });
    }

    // What is laid over the map follows the outlines under it.
    this.moved = function (collection) {
      if (!turns.length) return collection;
      return Object.assign({}, collection, {
        geometries: collection.geometries.map(function (geometry) {
          var row = geometry.coordinates && geometry.coordinates.length ? rowOf(geometry) : -1;
          return turns[row] ? turned(geometry, row) : geometry;
        }),
      });
    };
  };
  window.BoussoleOutreMer.prototype.limits = limits;
})();
