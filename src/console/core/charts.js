// Charts as SVG, each with its numbers as a table, for who does not see them and for other programs.
import { button, download, el, region } from './ui.js';
import { dayName, t } from './words.js';

const space = 'http://www.w3.org/2000/svg';
const [width, height, left, bottom] = [640, 180, 40, 20];
const colours = 6;

/** @typedef {{ name: string, values: number[] }} Series */

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
const svg = (name, attributes, ...children) => {
  const node = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
};

/**
 * A line without axes, beside its figure.
 * @param {string} label
 * @param {number[]} values
 * @param {string} figure
 */
export const sparkline = (label, values, figure) => {
  const most = Math.max(...values, 1);
  const points = values.map((value, i) => `${(i / Math.max(1, values.length - 1)) * 96 + 2},${26 - (value / most) * 22}`).join(' ');
  const line = svg('svg', { viewBox: '0 0 100 28', class: 'spark', 'aria-hidden': 'true' }, svg('polyline', { points }));
  return el('div', 'figure', el('dt', '', label), el('dd', '', figure, line));
};

// A round number above the largest.
const roof = (/** @type {number} */ most) => {
  const step = 10 ** Math.floor(Math.log10(most || 1));
  return [1, 2, 5, 10].map((each) => each * step).find((each) => each >= most) ?? 1;
};

/**
 * @param {string[]} days
 * @param {Series[]} series
 * @param {(value: number) => string} show
 * @param {number} [cap] a line that is not to be crossed
 */
const drawing = (days, series, show, cap = 0) => {
  const sums = days.map((_, day) => series.reduce((sum, { values }) => sum + values[day], 0));
  const top = roof(Math.max(...sums, cap, 0));
  const y = (/** @type {number} */ value) => height - bottom - (value / top) * (height - bottom - 10);
  const step = (width - left) / days.length;
  const node = svg('svg', { viewBox: `0 0 ${width} ${height}`, class: 'chart', 'aria-hidden': 'true' });
  for (const value of [0, top / 2, top]) {
    node.append(svg('line', { x1: left, x2: width, y1: y(value), y2: y(value), class: 'grid' }),
      svg('text', { x: left - 4, y: y(value) + 4, class: 'end' }, show(value)));
  }
  for (const [day] of days.entries()) {
    let from = 0;
    for (const [i, { values }] of series.entries()) {
      const top = y(from + values[day]);
      const bar = { x: left + (day + 0.1) * step, width: step * 0.8, y: top, height: y(from) - top };
      if (values[day]) node.append(svg('rect', { ...bar, class: `series-${i % colours}` }));
      from += values[day];
    }
  }
  if (cap) node.append(svg('line', { x1: left, x2: width, y1: y(cap), y2: y(cap), class: 'cap' }));
  for (const [at, share, anchor] of /** @type {const} */ ([
    [0, 0, 'start'], [Math.floor(days.length / 2), 0.5, 'middle'], [days.length - 1, 1, 'end']])) {
    node.append(svg('text', { x: left + (at + share) * step, y: height - 4, class: anchor }, dayName(days[at])));
  }
  return node;
};

/** @param {string} text */
const cell = (text) => /[",\n]|^[=+@\t\r-]/.test(text) ? `"${text.replace(/^[=+@\t\r-]/, "'$&").replaceAll('"', '""')}"` : text;

/**
 * A table with a way to take it along.
 * @param {string} title
 * @param {string[]} head
 * @param {string[][]} rows
 */
export const table = (title, head, rows) => {
  const cells = (/** @type {string[]} */ row, /** @type {'td' | 'th'} */ kind) => el('tr', '', ...row.map((text) => el(kind, '', text)));
  const wide = el('div', 'wide', el('table', '', el('caption', 'unseen', title), el('thead', '', cells(head, 'th')),
    el('tbody', '', ...rows.map((row) => cells(row, 'td')))));
  const csv = () => download(`${title}.csv`, 'text/csv', [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n'));
  return el('details', '', el('summary', '', t('Numbers')), region(wide, title), button(t('Download CSV'), csv, 'quiet'));
};

/**
 * Bars a day, one above the other.
 * @param {string} title
 * @param {string[]} days
 * @param {Series[]} series
 * @param {{ show?: (value: number) => string, cap?: number }} [options]
 */
export const bars = (title, days, series, { show = String, cap } = {}) => el('section', 'card', el('h2', '', title),
  drawing(days, series, show, cap),
  el('ul', 'legend', ...(series.length > 1 ? series : []).map(({ name }, i) => el('li', `series-${i % colours}`, name))),
  table(title, [t('Day'), ...series.map(({ name }) => name)],
    days.map((day, i) => [day, ...series.map(({ values }) => String(values[i]))])));

/**
 * Counts by name, the most frequent first.
 * @param {string} title
 * @param {{ name: string, count: number }[]} counts
 * @param {(name: string) => string} [nameOf]
 */
export const ranking = (title, counts, nameOf = (name) => name || t('unknown')) => {
  const all = counts.reduce((sum, { count }) => sum + count, 0) || 1;
  return el('section', 'card', el('h2', '', title), counts.length
    ? el('ol', 'ranking', ...counts.map(({ name, count }) => {
      const bar = Object.assign(el('meter'), { max: all, value: count });
      bar.ariaHidden = 'true';
      return el('li', '', el('span', '', nameOf(name)), el('span', 'number', String(count)), bar);
    }))
    : el('p', 'muted', t('Nothing yet.')));
};
