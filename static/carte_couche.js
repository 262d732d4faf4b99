// One canvas for all outlines: each area is a Path2D in fixed units, so that a change of values or a zoom only fills
// them again, with no object of Leaflet to style. Borders are drawn by bundles: measured three times faster than in
// one path, whose edges are sorted all together.
(function () {
  "use strict";
  var UNITS = 1024; // drawing units per Leaflet pixel at zoom 0, around the centre of the layer: keeps 32-bit precision
  var SMALL = 7; // pixels: under this mean size, borders would hide the fills
  var BUNDLE = 200; // areas whose borders make one path
  var INK = "#161A24";

  function rings(geometry) {
    if (geometry.type === "Polygon") return geometry.coordinates;
    return geometry.type === "MultiPolygon" ? [].concat.apply([], geometry.coordinates) : [];
  }

  function world(map, point) {
    return map.options.crs.latLngToPoint(L.latLng(point[1], point[0]), 0);
  }

  // Area and centre of a ring, in drawing units.
  function middle(points) {
    var area = 0, x = 0, y = 0;
    for (var i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
      var cross = points[j][0] * points[i][1] - points[i][0] * points[j][1];
      area += cross;
      x += (points[j][0] + points[i][0]) * cross;
      y += (points[j][1] + points[i][1]) * cross;
    }
    return { area: Math.abs(area / 2), at: area ? [x / (3 * area), y / (3 * area)] : points[0] };
  }

  function shape(map, origin, feature) {
    var path = new Path2D();
    var box = [Infinity, Infinity, -Infinity, -Infinity];
    var best = { area: -1, at: null };
    rings(feature.geometry).forEach(function (ring) {
      var points = ring.map(function (point) {
        var p = world(map, point);
        var x = (p.x - origin.x) * UNITS, y = (p.y - origin.y) * UNITS;
        box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
        return [x, y];
      });
      points.forEach(function (p, i) { if (i) path.lineTo(p[0], p[1]); else path.moveTo(p[0], p[1]); });
      path.closePath();
      var found = middle(points);
      if (found.area > best.area) best = found;
    });
    return { id: feature.id, name: feature.properties.nom, path: path, box: box, at: best.at, index: -1 };
  }

  function hatchTile() {
    var tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    var pen = tile.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = "#9AA3AD";
    pen.lineWidth = 2;
    pen.beginPath();
    [-8, 0, 8].forEach(function (from) { pen.moveTo(from - 2, 10); pen.lineTo(from + 10, -2); });
    pen.stroke();
    return tile;
  }

  window.BoussoleCouche = L.Renderer.extend({
    initialize: function (data, options) {
      L.Renderer.prototype.initialize.call(this, L.extend({ padding: 0.15 }, options));
      this._data = data;
      this._groups = [];
      this.areas = [];
    },

    getEvents: function () {
      var events = L.Renderer.prototype.getEvents.call(this);
      events.mousemove = this._hover;
      events.mouseout = this._leave;
      events.click = this._choose;
      return events;
    },

    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._pen = this._container.getContext("2d");
      this._probe = document.createElement("canvas").getContext("2d");
      this._hatch = hatchTile();
      this._measure();
    },

    _destroyContainer: function () {
      this._container.remove();
      delete this._container;
    },

    // Turns coordinates into paths, once.
    _measure: function () {
      if (this.areas.length) return;
      var map = this._map;
      this.bounds = this._data.limites;
      this._origin = map.options.crs.latLngToPoint(this.bounds.getCenter(), 0);
      var origin = this._origin;
      this.areas = this._data.features.map(function (feature) { return shape(map, origin, feature); });
      var ranks = new Map(this._data.codes.map(function (code, rank) { return [code, rank]; }));
      var size = 0;
      this._bundles = [];
      this.areas.forEach(function (area, i) {
        area.index = ranks.get(area.id);
        if (i % BUNDLE === 0) this._bundles.push({ path: new Path2D(), box: [Infinity, Infinity, -Infinity, -Infinity] });
        var last = this._bundles[this._bundles.length - 1], box = area.box;
        last.path.addPath(area.path);
        last.box = [Math.min(last.box[0], box[0]), Math.min(last.box[1], box[1]), Math.max(last.box[2], box[2]), Math.max(last.box[3], box[3])];
        size += Math.sqrt((box[2] - box[0]) * (box[3] - box[1]));
      }, this);
      this._size = size / Math.max(1, this.areas.length);
      this._data = null;
    },

    // groups: list of { fill, hatched, areas }; marks: what is drawn above (see carte.js).
    paint: function (groups, marks) {
      this._groups = groups;
      this._marks = marks;
      if (this._map) this._draw();
    },

    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), box = this._container, ratio = window.devicePixelRatio > 1 ? 2 : 1;
      L.DomUtil.setPosition(box, this._bounds.min);
      box.width = ratio * size.x;
      box.height = ratio * size.y;
      box.style.width = size.x + "px";
      box.style.height = size.y + "px";
      this._ratio = ratio;
      this._draw();
      this.fire("update");
    },

    _frame: function () {
      var zoom = this._map.getZoomScale(this._zoom, 0);
      var corner = this._map.getPixelOrigin().add(this._bounds.min);
      return { scale: zoom / UNITS, x: this._origin.x * zoom - corner.x, y: this._origin.y * zoom - corner.y };
    },

    // Position of drawing units on the container of the map.
    place: function (at) {
      var zoom = this._map.getZoomScale(this._map.getZoom(), 0);
      var point = L.point(at[0] / UNITS, at[1] / UNITS).add(this._origin).multiplyBy(zoom);
      return point.subtract(this._map.getPixelOrigin());
    },

    _draw: function () {
      if (!this._bounds) return;
      var pen = this._pen, frame = this._frame(), ratio = this._ratio;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(ratio * frame.scale, 0, 0, ratio * frame.scale, ratio * frame.x, ratio * frame.y);
      var view = this._view(frame);
      var bordered = this._size * frame.scale > SMALL;
      pen.lineJoin = "round";
      if (!bordered) this._underlay(pen, view);
      this._groups.forEach(function (group) { this._fillGroup(pen, group, frame, view); }, this);
      if (bordered) this._seen(this._bundles, view).forEach(function (one) { this._stroke(pen, one.path, "#FFFFFF", 0.7 / frame.scale); }, this);
      if (this._marks) this._drawMarks(pen, frame);
    },

    // Without borders, the paper would show between areas of two classes: a middle shade is laid under all of them.
    _underlay: function (pen, view) {
      var middle = this._groups[Math.floor(this._groups.length / 2)];
      if (!middle) return;
      pen.fillStyle = middle.fill;
      this._seen(this._bundles, view).forEach(function (one) { pen.fill(one.path, "evenodd"); });
    },

    _fillGroup: function (pen, group, frame, view) {
      var fill = group.fill;
      if (group.hatched) {
        fill = pen.createPattern(this._hatch, "repeat");
        fill.setTransform(new DOMMatrix().scale(1 / (frame.scale * this._ratio)));
      }
      pen.fillStyle = fill;
      this._seen(group.areas, view).forEach(function (area) { pen.fill(area.path, "evenodd"); });
    },

    _stroke: function (pen, path, colour, width) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke(path);
    },

    _drawMarks: function (pen, frame) {
      var marks = this._marks;
      marks.outlined.forEach(function (area) { this._stroke(pen, area.path, INK, 3 / frame.scale); }, this);
      marks.circles.forEach(function (circle) {
        pen.beginPath();
        pen.arc(circle.area.at[0], circle.area.at[1], circle.radius / frame.scale, 0, 2 * Math.PI);
        pen.fillStyle = "rgb(22 26 36 / 25%)";
        pen.fill();
        pen.strokeStyle = INK;
        pen.lineWidth = 1.2 / frame.scale;
        pen.stroke();
      });
    },

    _view: function (frame) {
      var size = this._bounds.getSize();
      return [-frame.x / frame.scale, -frame.y / frame.scale, (size.x - frame.x) / frame.scale, (size.y - frame.y) / frame.scale];
    },

    _seen: function (things, view) {
      return things.filter(function (one) {
        return one.box[0] < view[2] && one.box[2] > view[0] && one.box[1] < view[3] && one.box[3] > view[1];
      });
    },

    // The area under a point of the map's container, or undefined.
    at: function (point) {
      var zoom = this._map.getZoomScale(this._map.getZoom(), 0);
      var absolute = this._map.containerPointToLayerPoint(point).add(this._map.getPixelOrigin());
      var x = (absolute.x / zoom - this._origin.x) * UNITS, y = (absolute.y / zoom - this._origin.y) * UNITS;
      return this.areas.find(function (area) {
        var box = area.box;
        return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this._probe.isPointInPath(area.path, x, y, "evenodd");
      }, this);
    },

    _hover: function (event) {
      var area = this.at(event.containerPoint);
      this._map.getContainer().style.cursor = area ? "pointer" : "";
      if (!area) return this._leave();
      if (!this._bubble) this._bubble = L.tooltip({ className: "carte-bulle", offset: [12, 0], direction: "auto" });
      if (area !== this._over) this._bubble.setContent(this.options.text(area));
      this._over = area;
      this._bubble.setLatLng(event.latlng);
      if (!this._map.hasLayer(this._bubble)) this._bubble.addTo(this._map);
    },

    _leave: function () {
      this._over = null;
      if (this._bubble) this._bubble.remove();
    },

    _choose: function (event) {
      var area = this.at(event.containerPoint);
      if (area) this.options.chosen(area);
    },
  });
})();
