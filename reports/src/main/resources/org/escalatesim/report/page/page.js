(function () {
'use strict';

/* ---------- numbers, colours, elements ---------- */

// Okabe-Ito first, then tints of it; one set for light grounds, one for dark ones.
var LIGHT = ['#0072b2', '#e69f00', '#d55e00', '#cc79a7', '#56b4e9', '#b8b8b8', '#009e73', '#f0e442',
  '#332288', '#882255', '#999933', '#117733', '#6699cc', '#aa4466', '#666666', '#ddaa77'];
var DARK = ['#3a9bd9', '#f0b030', '#ef7a2a', '#dd92bd', '#8fd0f5', '#6d6d6d', '#20c197', '#f0e442',
  '#8f80e0', '#d0609a', '#c0c05a', '#4db56a', '#9cc0e8', '#e088a0', '#a5a5a5', '#e8c49a'];
var printing = false;

function dark() { return !printing && matchMedia('(prefers-color-scheme: dark)').matches; }
function colour(i) { return (dark() ? DARK : LIGHT)[i % LIGHT.length]; }
function theme() {
  return dark() ? {text: '#e8e8e8', grid: '#33373e', ground: '#16181c'} : {text: '#1a1a1a', grid: '#e3e5e8', ground: '#ffffff'};
}
function group(digits) {
  var parts = digits.split('.');
  return parts[0].replace(/\B(?=(\d{3})+$)/g, ',') + (parts.length > 1 ? '.' + parts[1] : '');
}
/** As class Shown does: whole numbers in full, others to four digits, or to as many decimals as are asked for. */
function fmt(v, decimals) {
  if (v === null || v === undefined) return '';
  if (decimals >= 0) return group(v.toFixed(decimals));
  if (Number.isInteger(v)) return group(String(v));
  return group(v.toFixed(Math.min(10, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(v)))))));
}
function tick(v) {
  if (v === null || v === undefined) return '';
  var a = Math.abs(v);
  if (a >= 1e9) return +(v / 1e9).toPrecision(4) + ' G';
  if (a >= 1e6) return +(v / 1e6).toPrecision(4) + ' M';
  if (a >= 1e4) return +(v / 1e3).toPrecision(4) + ' k';
  return String(+v.toPrecision(4));
}
function el(name, style, text) {
  var e = document.createElement(name);
  if (style) e.className = style;
  if (text !== undefined) e.textContent = text;
  return e;
}
function swatch(c) { var s = el('span', 'swatch'); s.style.background = c; return s; }
function cut(text, most) {
  if (text.length <= most) return text;
  var front = Math.ceil((most - 1) / 2);
  return text.slice(0, front) + '\u2026' + text.slice(text.length - (most - 1 - front));
}
function data(id) { var e = document.getElementById(id); return e ? JSON.parse(e.textContent) : null; }
function choice(parent, label, options, chosen, changed) {
  var wrap = el('label', '', label + ' ');
  var select = el('select');
  options.forEach(function (o, i) {
    var option = el('option', '', o);
    option.value = i;
    select.appendChild(option);
  });
  select.value = chosen;
  select.addEventListener('change', function () { changed(+select.value); });
  wrap.appendChild(select);
  parent.appendChild(wrap);
  return select;
}
function check(parent, label, on, changed) {
  var wrap = el('label');
  var box = el('input');
  box.type = 'checkbox';
  box.checked = on;
  box.addEventListener('change', function () { changed(box.checked); });
  wrap.appendChild(box);
  wrap.appendChild(document.createTextNode(' ' + label));
  parent.appendChild(wrap);
  return box;
}

/* ---------- tables ---------- */

function sortable(table) {
  var body = table.tBodies[0];
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var paged = pages(table, body);
  heads.forEach(function (head, column) {
    head.querySelector('button').addEventListener('click', function () {
      var down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(function (other) { other.setAttribute('aria-sort', 'none'); });
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      var sign = down ? -1 : 1;
      if (paged) { paged.sort(column, sign); return; }
      var number = head.classList.contains('n');
      var rows = Array.prototype.map.call(body.rows, function (row, i) {
        var cell = row.cells[column];
        var text = cell.textContent;
        var value = cell.dataset.v !== undefined ? +cell.dataset.v : !number ? natural(text)
          : text === '' ? null : +text.replace(/,/g, '');
        return {row: row, value: value, i: i};
      });
      rows.sort(function (a, b) { return order(a.value, b.value, sign) || a.i - b.i; });
      rows.forEach(function (r) { body.appendChild(r.row); });
    });
  });
}
/** What there is none of comes last, whichever way. */
function order(a, b, sign) {
  if (a === null) return b === null ? 0 : 1;
  if (b === null) return -1;
  return sign * (a.parts ? texts(a, b) : a - b);
}
/** Text as words and numbers, so that 64 comes before 1,024, and conv9 before conv10; null where there is none. */
function natural(text) {
  if (text === null || text === '') return null;
  var parts = [];
  text.split(/\s+/).forEach(function (word) {
    var whole = /^[([]*([+-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?)[,;:%)\]]*$/i.exec(word);
    if (whole) parts.push(+whole[1].replace(/,/g, ''));
    else word.split(/(\d+(?:,\d{3})*)/).forEach(function (part, i) {
      if (part !== '') parts.push(i % 2 ? +part.replace(/,/g, '') : part);
    });
  });
  return {parts: parts, text: text};
}
/** Numbers come before words. */
function texts(a, b) {
  for (var i = 0; i < Math.min(a.parts.length, b.parts.length); i++) {
    var x = a.parts[i], y = b.parts[i];
    if (x === y) continue;
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return a.parts.length - b.parts.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}
function pages(table, body) {
  var all = data(table.id + '-data');
  if (!all) return null;
  var columns = all.columns, total = columns[0].values.length, size = all.pageRows, page = 0, filter = '';
  var order0 = [], index = [];
  for (var i = 0; i < total; i++) order0.push(i);
  var pager = el('div', 'pager');
  var back = el('button', '', '\u2190 previous'), on = el('button', '', 'next \u2192'), where = el('span', 'where');
  back.type = on.type = 'button';
  where.setAttribute('aria-live', 'polite');
  var label = el('label', '', 'rows with '), search = el('input');
  search.type = 'search';
  label.appendChild(search);
  [back, where, on, label].forEach(function (e) { pager.appendChild(e); });
  table.closest('.paged').appendChild(pager);
  function text(column, row) { var v = column.values[row]; return v === null ? '' : column.number ? fmt(v, column.decimals) : v; }
  function select() {
    index = filter === '' ? order0 : order0.filter(function (row) {
      return columns.some(function (c) { return text(c, row).toLowerCase().indexOf(filter) >= 0; });
    });
    page = 0;
    show();
  }
  function show() {
    var last = Math.max(1, Math.ceil(index.length / size));
    page = Math.min(Math.max(0, page), last - 1);
    body.textContent = '';
    index.slice(page * size, (page + 1) * size).forEach(function (row) {
      var tr = body.insertRow();
      columns.forEach(function (c) {
        var td = tr.insertCell();
        td.textContent = text(c, row);
        td.className = c.number ? 'n' : td.textContent.length > 60 ? 'long' : 't';
      });
    });
    where.textContent = 'page ' + (page + 1) + ' of ' + fmt(last) + ', ' + fmt(index.length) + ' rows';
    back.disabled = page === 0;
    on.disabled = page === last - 1;
  }
  back.addEventListener('click', function () { page--; show(); });
  on.addEventListener('click', function () { page++; show(); });
  search.addEventListener('input', function () { filter = search.value.toLowerCase(); select(); });
  select();
  return {
    sort: function (column, sign) {
      var values = columns[column].keys || columns[column].values;
      if (!columns[column].number && !columns[column].keys) values = values.map(natural);
      order0.sort(function (a, b) { return order(values[a], values[b], sign) || a - b; });
      select();
    }
  };
}

/* ---------- charts ---------- */

var charts = [];

function measure(texts) {
  var ctx = measure.ctx || (measure.ctx = document.createElement('canvas').getContext('2d'));
  ctx.font = '12px system-ui, sans-serif';
  return texts.reduce(function (most, t) { return Math.max(most, ctx.measureText(t).width); }, 0);
}
function yAxis(label, format) {
  var t = theme();
  return {label: label, stroke: t.text, grid: {stroke: t.grid, width: 1}, ticks: {stroke: t.grid, width: 1},
    size: 66, labelSize: 22, font: '12px system-ui, sans-serif', labelFont: '13px system-ui, sans-serif',
    values: function (u, splits) { return splits.map(format || tick); }};
}
/** Axis of names: all of them level where they fit, else slanted, and as many of them as fit. */
function nameAxis(names, label) {
  var t = theme();
  var lines = names.map(function (n) { return n.split('\n'); });
  var short = names.map(function (n) { return cut(n.replace(/\n/g, ' '), 26); });
  var longest = measure(short), lineMost = measure([].concat.apply([], lines)), most = Math.max.apply(null, lines.map(function (l) { return l.length; }));
  function each(u) { return u.bbox.width / devicePixelRatio / Math.max(1, u.scales.x.max - u.scales.x.min); }
  function level(u) { return lineMost + 8 <= (u.bbox.width || u.width * devicePixelRatio) / devicePixelRatio / Math.max(1, u.scales.x.max - u.scales.x.min); }
  return {label: label, labelSize: label ? 22 : 0, stroke: t.text, grid: {show: false}, ticks: {stroke: t.grid, width: 1},
    font: '12px system-ui, sans-serif', labelFont: '13px system-ui, sans-serif',
    splits: function (u, axis, min, max) {
      var step = level(u) ? 1 : Math.max(1, Math.ceil(15 / each(u))), all = [];
      for (var i = 0; i < names.length; i += step) if (i >= min && i <= max) all.push(i);
      return all;
    },
    values: function (u, splits) { return splits.map(function (i) { return level(u) ? names[i] : short[i]; }); },
    rotate: function (u) { return level(u) ? 0 : 55; },
    size: function (u) { return level(u) ? 12 + 18 * most : 16 + Math.ceil(longest * 0.82 + 8); }};
}
function tooltip(host) {
  var tip = el('div', 'tooltip');
  tip.setAttribute('role', 'status');
  tip.hidden = true;
  host.appendChild(tip);
  return {
    hide: function () { tip.hidden = true; },
    show: function (title, rows, left, top) {
      tip.textContent = '';
      tip.appendChild(el('b', '', title));
      var table = el('table'), body = table.appendChild(el('tbody'));
      rows.forEach(function (r) {
        var tr = body.insertRow(), name = tr.insertCell(), value = tr.insertCell();
        if (r.colour) name.appendChild(swatch(r.colour));
        name.appendChild(document.createTextNode(r.name));
        value.className = 'n';
        value.textContent = r.value;
      });
      tip.appendChild(table);
      tip.hidden = false;
      var width = tip.offsetWidth, x = left + 16;
      if (x + width > host.clientWidth) x = Math.max(0, left - 16 - width);
      tip.style.left = x + 'px';
      tip.style.top = Math.max(0, top - 20) + 'px';
    }
  };
}
function marker(ctx, shape, x, y, r) {
  ctx.beginPath();
  switch (shape % 5) {
    case 0: ctx.arc(x, y, r, 0, 7); break;
    case 1: ctx.rect(x - r, y - r, 2 * r, 2 * r); break;
    case 2: ctx.moveTo(x, y - 1.3 * r); ctx.lineTo(x + 1.2 * r, y + r); ctx.lineTo(x - 1.2 * r, y + r); ctx.closePath(); break;
    case 3: ctx.moveTo(x, y - 1.4 * r); ctx.lineTo(x + 1.4 * r, y); ctx.lineTo(x, y + 1.4 * r); ctx.lineTo(x - 1.4 * r, y); ctx.closePath(); break;
    default: ctx.moveTo(x, y + 1.3 * r); ctx.lineTo(x + 1.2 * r, y - r); ctx.lineTo(x - 1.2 * r, y - r); ctx.closePath();
  }
  ctx.fill();
}
function clip(u) {
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  u.ctx.clip();
}
/** A line from low to high with ends, as that of an error bar. */
function whisker(u, x, low, high) {
  var ctx = u.ctx, ratio = devicePixelRatio, end = 5 * ratio, y0 = u.valToPos(low, 'y', true), y1 = u.valToPos(high, 'y', true);
  ctx.strokeStyle = theme().text;
  ctx.lineWidth = 1.4 * ratio;
  ctx.beginPath();
  ctx.moveTo(x, y0); ctx.lineTo(x, y1);
  [y0, y1].forEach(function (y) { ctx.moveTo(x - end, y); ctx.lineTo(x + end, y); });
  ctx.stroke();
}
/** The range of a value for people, or nothing. */
function between(low, high) {
  return typeof low === 'number' && typeof high === 'number' && low < high ? ' (' + fmt(low) + ' to ' + fmt(high) + ')' : '';
}
/** Width of a chart: that of the screen, or of a sheet of paper. */
function wide(host) { return printing ? 680 : Math.max(300, host.clientWidth); }
/** Draws now, and again whenever width or colours change. */
function keep(host, draw) {
  charts.push(draw);
  draw();
  var width = host.clientWidth;
  new ResizeObserver(function () {
    if (!printing && host.clientWidth > 0 && Math.abs(host.clientWidth - width) > 1) { width = host.clientWidth; draw(); }
  }).observe(host);
}

function bars(figure) {
  var spec = data(figure.id + '-data'), host = figure.querySelector('.plot'), legend = figure.querySelector('.legend');
  var chosen = 0, hidden = {}, u = null, at = -1;
  if (spec.views.length > 1) {
    choice(figure.querySelector('.controls'), 'show', spec.views.map(function (v) { return v.name; }), 0, function (i) {
      chosen = i;
      draw();
    });
  }
  function view() {
    var v = spec.views[chosen];
    if (v.shareOf === undefined) return v;
    var of = spec.views[v.shareOf];
    var sums = spec.names.map(function (n, i) {
      return of.series.reduce(function (sum, s) { return sum + (s.values[i] || 0); }, 0);
    });
    return {name: v.name, axis: v.axis, unit: '%', mode: 'stack', top: 100, series: of.series.map(function (s) {
      return {name: s.name, colour: s.colour, values: s.values.map(function (x, i) { return sums[i] ? 100 * x / sums[i] : 0; })};
    })};
  }
  function draw() {
    var v = view(), shown = v.series.filter(function (s) { return !hidden[s.name]; }), n = spec.names.length;
    var span = [-0.5, n - 0.5]; // what is shown of x; uPlot asks for it first, and has not set it when it asks for y
    function range() {
      var from = Math.max(0, Math.ceil(span[0] - 0.4)), to = Math.min(n - 1, Math.floor(span[1] + 0.4));
      var high = v.reference || 0, low = Infinity;
      for (var i = from; i <= to; i++) {
        var sum = 0;
        shown.forEach(function (s) {
          var x = s.values[i];
          if (x === null) return;
          sum = v.mode === 'stack' ? sum + x : Math.max(sum, x, s.high ? s.high[i] || 0 : 0);
          if (x > 0) low = Math.min(low, x);
        });
        high = Math.max(high, sum);
      }
      if (v.log) {
        low = Math.min(low, v.reference || Infinity);
        if (!isFinite(low) || high <= 0) return [0.1, 10];
        return [low / 1.3, high * 1.3];
      }
      return [0, v.top && !Object.keys(hidden).some(function (k) { return hidden[k]; }) ? v.top : high > 0 ? high * 1.06 : 1];
    }
    function paint(u0) {
      var ctx = u0.ctx, t = theme(), ratio = devicePixelRatio;
      clip(u0);
      var from = Math.max(0, Math.floor(u0.scales.x.min)), to = Math.min(n - 1, Math.ceil(u0.scales.x.max));
      var unit = u0.valToPos(1, 'x', true) - u0.valToPos(0, 'x', true), bar = Math.max(1, Math.min(unit * 0.82, 110 * ratio));
      var zero = v.log ? 0 : u0.valToPos(0, 'y', true);
      if (v.reference) {
        ctx.strokeStyle = t.text;
        ctx.setLineDash([6 * ratio, 4 * ratio]);
        var ry = u0.valToPos(v.reference, 'y', true);
        ctx.beginPath(); ctx.moveTo(u0.bbox.left, ry); ctx.lineTo(u0.bbox.left + u0.bbox.width, ry); ctx.stroke();
        ctx.setLineDash([]);
      }
      if (v.mode === 'points') {
        shown.forEach(function (s) {
          var k = v.series.indexOf(s);
          ctx.strokeStyle = ctx.fillStyle = colour(s.colour);
          ctx.lineWidth = 1.2 * ratio;
          ctx.beginPath();
          var open = false;
          s.values.forEach(function (x, i) {
            if (x === null || (v.log && x <= 0)) { open = false; return; }
            var px = u0.valToPos(i, 'x', true), py = u0.valToPos(x, 'y', true);
            if (open) ctx.lineTo(px, py); else ctx.moveTo(px, py);
            open = true;
          });
          ctx.stroke();
          s.values.forEach(function (x, i) {
            if (x !== null && !(v.log && x <= 0)) marker(ctx, k, u0.valToPos(i, 'x', true), u0.valToPos(x, 'y', true), 3.2 * ratio);
          });
        });
      } else {
        for (var i = from; i <= to; i++) {
          var middle = u0.valToPos(i, 'x', true), sum = 0, spans = [];
          shown.forEach(function (s, k) {
            var x = s.values[i];
            if (x === null || x === 0) return;
            var width = v.mode === 'stack' ? bar : bar / shown.length, left = middle - bar / 2 + (v.mode === 'stack' ? 0 : k * width);
            var y0 = v.mode === 'stack' ? u0.valToPos(sum, 'y', true) : zero;
            sum = v.mode === 'stack' ? sum + x : x;
            var y1 = u0.valToPos(sum, 'y', true), gap = width > 5 * ratio && y0 - y1 > 3 * ratio ? ratio : 0;
            ctx.fillStyle = colour(s.colour);
            if (s.high && s.high[i] > s.low[i]) spans.push({x: left + width / 2, low: s.low[i], high: s.high[i]});
            ctx.fillRect(left, y1 + (v.mode === 'stack' ? gap : 0), Math.max(1, width - (v.mode === 'group' ? gap : 0)), Math.max(0, y0 - y1 - (v.mode === 'stack' ? gap : 0)));
          });
          spans.forEach(function (r) { whisker(u0, r.x, r.low, r.high); });
        }
      }
      ctx.restore();
    }
    if (u) u.destroy();
    host.textContent = '';
    var tip = tooltip(host);
    function point(u0) {
      var left = u0.cursor.left;
      if (left === undefined || left < 0) { tip.hide(); at = -1; return; }
      at = Math.min(n - 1, Math.max(0, Math.round(u0.posToVal(left, 'x'))));
      var rows = [], sum = 0;
      shown.forEach(function (s) {
        var x = s.values[at];
        if (x === null) return;
        sum += x;
        rows.push({name: s.name, colour: colour(s.colour), value: fmt(x) + between(s.low && s.low[at], s.high && s.high[at]) + (v.unit ? ' ' + v.unit : '')});
      });
      if (v.mode === 'stack' && v.unit !== '%') {
        rows.push({name: shown.length === v.series.length ? 'all' : 'all shown', value: fmt(+sum.toPrecision(10)) + ' ' + v.unit});
      }
      if (v.mode === 'stack') rows = rows.reverse();
      tip.show(spec.names[at].replace(/\n/g, ', '), rows, u0.over.offsetLeft + u0.valToPos(at, 'x'), u0.over.offsetTop + Math.max(0, u0.cursor.top));
    }
    var names = nameAxis(spec.names, '');
    var xs = spec.names.map(function (name, i) { return i; });
    u = new uPlot({
      width: wide(host), height: 330 + (n > 12 ? 60 : 0), legend: {show: false},
      cursor: {y: false, points: {show: false}, drag: {x: n > 3, y: false}, focus: {prox: -1}},
      scales: {x: {time: false, range: function (u0, min, max) {
        return span = n === 1 || min === 0 && max === n - 1 ? [-0.5, n - 0.5] : [min, max];
      }},
        y: {range: range, distr: v.log ? 3 : 1}},
      axes: [names, yAxis(v.axis)],
      series: [{}, {paths: function () { return null; }, points: {show: false}}],
      hooks: {draw: [paint], setCursor: [point]}
    }, [xs, xs.map(function () { return null; })], host);
    host.onkeydown = function (e) {
      var step = {ArrowLeft: -1, ArrowRight: 1}[e.key];
      if (e.key === 'Escape') u.setCursor({left: -10, top: -10});
      if (!step) return;
      e.preventDefault();
      at = Math.min(n - 1, Math.max(0, at < 0 ? 0 : at + step));
      u.setCursor({left: u.valToPos(at, 'x'), top: 30});
    };
    legend.textContent = '';
    if (v.series.length > 1) {
      v.series.forEach(function (s) {
        var b = el('button');
        b.type = 'button';
        b.appendChild(swatch(colour(s.colour)));
        b.appendChild(document.createTextNode(s.name));
        b.setAttribute('aria-pressed', String(!hidden[s.name]));
        b.addEventListener('click', function () {
          hidden[s.name] = !hidden[s.name];
          draw();
          var again = Array.prototype.filter.call(legend.children, function (c) { return c.textContent === s.name; })[0];
          if (again) again.focus();
        });
        legend.appendChild(b);
      });
    }
  }
  keep(host, draw);
}

/* ---------- any column over any other ---------- */

var RAMP = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
function ramp(f) {
  var x = Math.min(0.9999, Math.max(0, f)) * (RAMP.length - 1), i = Math.floor(x), part = x - i;
  return 'rgb(' + RAMP[i].map(function (c, k) { return Math.round(c + part * (RAMP[i + 1][k] - c)); }).join(',') + ')';
}
function distinct(values) {
  var seen = new Map();
  values.forEach(function (v) { if (v !== null && v !== '' && !seen.has(v)) seen.set(v, seen.size); });
  return seen;
}
/** Whether values are few, above 0 and far apart, as those of an axis of powers. */
function powers(column) {
  var values = Array.from(distinct(column.values).keys());
  return column.number && values.length > 2 && values.length < 25 && Math.min.apply(null, values) > 0 &&
    Math.max.apply(null, values) / Math.min.apply(null, values) > 20;
}
/** Whether a line over a column means something: one that was chosen, or whose few values many points share. */
function joins(column, chosen) {
  var known = column.values.filter(function (v) { return v !== null && v !== ''; }).length;
  var few = distinct(column.values).size;
  return chosen.indexOf(column.name) >= 0 || (few <= 24 && 2 * few <= known);
}
function scatter(figure) {
  var spec = data(figure.id + '-data'), columns = spec.columns.filter(function (c) { return distinct(c.values).size > 1; });
  var host = figure.querySelector('.plot'), legend = figure.querySelector('.legend'), controls = figure.querySelector('.controls');
  if (columns.length < 2) {
    host.textContent = 'Fewer than two columns differ between the points; the table has them.';
    return;
  }
  function find(name, other) { var i = columns.findIndex(function (c) { return c.name === name; }); return i < 0 ? other : i; }
  function ends(c, i) {
    function at(end) { var other = spec.columns.find(function (o) { return o.name === c.name + end && o.number; }); return other && other.values[i]; }
    return between(at('_low'), at('_high'));
  }
  function title(c) { return c.name + (c.unit ? ', ' + c.unit : ''); }
  var names = columns.map(title);
  var state = {x: find(spec.x, 0), y: find(spec.y, columns.length - 1), by: find(spec.by, -1), logX: powers(columns[find(spec.x, 0)]), logY: false, lines: spec.lines};
  var u = null, at = -1;
  choice(controls, 'across', names, state.x, function (i) { state.x = i; draw(); }).name = 'x';
  choice(controls, 'up', names, state.y, function (i) { state.y = i; draw(); }).name = 'y';
  choice(controls, 'colour by', ['nothing'].concat(names), state.by + 1, function (i) { state.by = i - 1; draw(); }).name = 'by';
  check(controls, 'log across', state.logX, function (on) { state.logX = on; draw(); });
  check(controls, 'log up', false, function (on) { state.logY = on; draw(); });
  var lines = check(controls, 'lines through means', state.lines, function (on) { state.lines = on; draw(); });
  function scale(c, log) {
    if (c.number) return {log: log, names: null, of: function (v) { return v === null || (log && v <= 0) ? null : v; }};
    var seen = distinct(c.values);
    return {log: false, names: Array.from(seen.keys()), of: function (v) { return seen.has(v) ? seen.get(v) : null; }};
  }
  function range(sc, low, high) {
    if (sc.names) return [-0.5, sc.names.length - 0.5];
    if (low > high) return [0, 1];
    if (sc.log) return [low / 1.15, high * 1.15];
    var pad = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
    return [low >= 0 && low - pad < 0 ? 0 - pad * 0.2 : low - pad, high + pad];
  }
  function draw() {
    var cx = columns[state.x], cy = columns[state.y], cb = state.by < 0 ? null : columns[state.by];
    var sx = scale(cx, state.logX), sy = scale(cy, state.logY), points = [], joined = joins(cx, spec.head);
    lines.disabled = !joined;
    lines.parentNode.title = joined ? '' : cx.name + ' is no axis and has many values: a line would only join scattered points';
    var groups = cb ? distinct(cb.values) : null, ramped = cb && cb.number && groups.size > 12;
    var lowB = Infinity, highB = -Infinity;
    if (ramped) cb.values.forEach(function (v) { if (v !== null) { lowB = Math.min(lowB, v); highB = Math.max(highB, v); } });
    if (groups && !ramped && cb.number) {
      groups = new Map(Array.from(groups.keys()).sort(function (a, b) { return a - b; }).map(function (k, i) { return [k, i]; }));
    }
    cx.values.forEach(function (v, i) {
      var x = sx.of(v), y = sy.of(cy.values[i]);
      if (x === null || y === null) return;
      var b = cb ? cb.values[i] : null, k = groups && groups.has(b) ? groups.get(b) : 0;
      points.push({x: x, y: y, i: i, group: ramped ? 0 : k, colour: ramped ? ramp((b - lowB) / (highB - lowB)) : k > 14 ? colour(14) : colour(k)});
    });
    points.sort(function (a, b) { return a.x - b.x || a.i - b.i; });
    function paint(u0) {
      var ctx = u0.ctx, ratio = devicePixelRatio;
      clip(u0);
      points.forEach(function (p) { p.px = u0.valToPos(p.x, 'x', true); p.py = u0.valToPos(p.y, 'y', true); });
      if (state.lines && joined && !ramped) {
        var by = new Map();
        points.forEach(function (p) { if (!by.has(p.group)) by.set(p.group, []); by.get(p.group).push(p); });
        by.forEach(function (own) {
          ctx.strokeStyle = own[0].colour;
          ctx.lineWidth = 1.6 * ratio;
          ctx.beginPath();
          for (var i = 0, j; i < own.length; i = j) {
            var sum = 0;
            for (j = i; j < own.length && own[j].x === own[i].x; j++) sum += own[j].y;
            var py = u0.valToPos(sum / (j - i), 'y', true);
            if (i === 0) ctx.moveTo(own[i].px, py); else ctx.lineTo(own[i].px, py);
          }
          ctx.stroke();
        });
      }
      ctx.globalAlpha = points.length > 2000 ? 0.55 : 0.9;
      points.forEach(function (p) { ctx.fillStyle = p.colour; marker(ctx, p.group, p.px, p.py, (points.length > 2000 ? 2.2 : 3.6) * ratio); });
      ctx.globalAlpha = 1;
      ctx.restore();
    }
    if (u) u.destroy();
    host.textContent = '';
    var tip = tooltip(host);
    function tell(u0, p) {
      at = points.indexOf(p);
      var rows = [];
      spec.head.concat([cx.name, cy.name], cb ? [cb.name] : []).forEach(function (name, k, all) {
        var c = columns.find(function (other) { return other.name === name; });
        if (!c || all.indexOf(name) !== k) return;
        var v = c.values[p.i];
        rows.push({name: c.name, value: v === null ? '' : c.number ? fmt(v) + ends(c, p.i) + (c.unit ? ' ' + c.unit : '') : v, colour: c === cb ? p.colour : null});
      });
      tip.show(spec.thing + ' ' + spec.ids[p.i], rows, u0.over.offsetLeft + u0.valToPos(p.x, 'x'), u0.over.offsetTop + u0.valToPos(p.y, 'y'));
    }
    function point(u0) {
      var left = u0.cursor.left, top = u0.cursor.top;
      if (left === undefined || left < 0) { tip.hide(); return; }
      var mx = left * devicePixelRatio + u0.bbox.left, my = top * devicePixelRatio + u0.bbox.top, best = null, least = 40 * 40 * devicePixelRatio * devicePixelRatio;
      points.forEach(function (p) {
        var d = (p.px - mx) * (p.px - mx) + (p.py - my) * (p.py - my);
        if (d < least) { least = d; best = p; }
      });
      if (best) tell(u0, best); else tip.hide();
    }
    function axis(c, sc, up) {
      if (!sc.names) {
        var plain = yAxis(title(c));
        if (sc.log && powers(c)) {
          var marks = Array.from(distinct(c.values).keys()).sort(function (a, b) { return a - b; });
          plain.splits = function (u0, i, min, max) { return marks.filter(function (m) { return m >= min && m <= max; }); };
          plain.filter = function (u0, splits) { return splits; };
        }
        if (!up) plain.size = 34;
        return plain;
      }
      var a = nameAxis(sc.names, title(c));
      if (up) {
        a.rotate = 0;
        a.values = function (u0, splits) { return splits.map(function (i) { return cut(sc.names[i], 16); }); };
        a.size = 30 + Math.ceil(measure(sc.names.map(function (n) { return cut(n, 16); })));
      }
      return a;
    }
    var n = points.length;
    u = new uPlot({
      width: wide(host), height: 440, legend: {show: false},
      cursor: {points: {show: false}, drag: {x: true, y: true, uni: 20}, focus: {prox: -1}},
      scales: {
        x: {time: false, distr: sx.log ? 3 : 1, range: function (u0, min, max) {
          if (n === 0) return range(sx, 1, 0);
          var first = points[0].x, last = points[n - 1].x;
          return first === last || min === first && max === last ? range(sx, first, last) : [min, max];
        }},
        y: {distr: sy.log ? 3 : 1, range: function (u0, min, max) { return min === null ? range(sy, 1, 0) : range(sy, min, max); }}
      },
      axes: [axis(cx, sx, false), axis(cy, sy, true)],
      series: [{}, {paths: function () { return null; }, points: {show: false}}],
      hooks: {draw: [paint], setCursor: [point]}
    }, [points.map(function (p) { return p.x; }), points.map(function (p) { return p.y; })], host);
    host.onkeydown = function (e) {
      var step = {ArrowLeft: -1, ArrowRight: 1}[e.key];
      if (e.key === 'Escape') tip.hide();
      if (!step || !n) return;
      e.preventDefault();
      tell(u, points[Math.min(n - 1, Math.max(0, at + step))]);
    };
    legend.textContent = '';
    if (ramped) {
      var bar = el('span', 'ramp');
      bar.style.background = 'linear-gradient(90deg,' + RAMP.map(function (c) { return 'rgb(' + c.join(',') + ')'; }).join(',') + ')';
      legend.appendChild(document.createTextNode(title(cb) + ': ' + fmt(lowB) + ' '));
      legend.appendChild(bar);
      legend.appendChild(document.createTextNode(' ' + fmt(highB)));
    } else if (groups) {
      legend.appendChild(document.createTextNode(title(cb) + ':'));
      Array.from(groups.keys()).slice(0, 16).forEach(function (value, k) {
        var last = k === 15, e = el('span');
        e.appendChild(swatch(colour(k)));
        e.appendChild(document.createTextNode(last ? 'and ' + (groups.size - 15) + ' more' : cb.number ? fmt(value) : value));
        legend.appendChild(e);
      });
    }
    legend.appendChild(el('span', 'small', fmt(n) + ' of ' + fmt(cx.values.length) + ' points'));
  }
  keep(host, draw);
}

/* ---------- start ---------- */

Array.prototype.forEach.call(document.querySelectorAll('table.sortable'), sortable);
Array.prototype.forEach.call(document.querySelectorAll('figure.chart'), function (figure) {
  (figure.dataset.kind === 'scatter' ? scatter : bars)(figure);
});
function redraw() { charts.forEach(function (draw) { draw(); }); }
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
addEventListener('beforeprint', function () {
  printing = true;
  Array.prototype.forEach.call(document.querySelectorAll('details'), function (d) { if (!d.open) { d.open = true; d.dataset.closed = '1'; } });
  redraw();
});
addEventListener('afterprint', function () {
  printing = false;
  Array.prototype.forEach.call(document.querySelectorAll('details[data-closed]'), function (d) { d.open = false; delete d.dataset.closed; });
  redraw();
});
document.documentElement.dataset.ready = 'yes';
})();
