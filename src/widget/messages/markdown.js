// Renders the Markdown of replies as DOM nodes. No HTML is ever parsed, so none can be smuggled in.
import { element } from '../ui/dom.js';

const markPattern = /(`[^`\n]+`)|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?!\w)/;
const linkPattern = /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)|\\?\[(\d+)\]/;
const addressPattern = /(https?:\/\/[^\s<>()[\]"'`]*[^\s<>()[\]"'`.,;:!?])/;
const inlinePattern = new RegExp([markPattern, linkPattern, addressPattern].map(({ source }) => source).join('|'), 'g');
const itemPattern = /^(\s*)([-*+•]|(\d{1,9})[.)])\s+(.*)$/;
const fencePattern = /^\s*```/;

/** @typedef {(number: number) => HTMLElement | null} Mark what stands for a citation's number, if anything does */

/**
 * @param {string} text
 * @param {string} href
 */
const link = (text, href) => {
  const node = element('a', '', text);
  node.href = href;
  node.rel = 'noopener nofollow';
  node.target = '_blank';
  return node;
};

/**
 * @param {string} text
 * @param {Mark} mark
 * @returns {(Node | string)[]}
 */
const inline = (text, mark) => {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    const [all, code, strong, emphasis, label, href, number, address] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + all.length;
    if (code) nodes.push(element('code', '', code.slice(1, -1)));
    else if (strong) nodes.push(element('strong', '', ...inline(strong, mark)));
    else if (emphasis) nodes.push(element('em', '', ...inline(emphasis, mark)));
    else if (href) nodes.push(link(label, href));
    else if (address) nodes.push(link(address, address));
    else nodes.push(all > '\\' ? all.slice(1) : mark(Number(number)) ?? all);
  }
  nodes.push(text.slice(end));
  return nodes;
};

/**
 * @param {string[]} lines
 * @param {Mark} mark
 */
const list = (lines, mark) => {
  /** @type {{ indent: number, node: HTMLElement }[]} */
  const open = [];
  let top = null;
  for (const line of lines) {
    const match = itemPattern.exec(line);
    if (!match) {
      open.at(-1)?.node.lastElementChild?.append(' ', ...inline(line.trim(), mark));
      continue;
    }
    const [, space, , number, text] = match;
    while (open.length > 1 && space.length < open[open.length - 1].indent) open.pop();
    if (!open.length || space.length > open[open.length - 1].indent + 1) {
      const node = element(number ? 'ol' : 'ul');
      node.dir = 'auto';
      if (number) node.setAttribute('start', number);
      open.at(-1)?.node.lastElementChild?.append(node);
      top ??= node;
      open.push({ indent: space.length, node });
    }
    open[open.length - 1].node.append(element('li', '', ...inline(text, mark)));
  }
  return /** @type {HTMLElement} */ (top);
};

/** @param {string} line */
const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());

/**
 * @param {string[]} lines
 * @param {Mark} mark
 */
const table = (lines, mark) => {
  const row = (/** @type {string} */ line, /** @type {'td' | 'th'} */ kind) =>
    element('tr', '', ...cells(line).map((cell) => element(kind, '', ...inline(cell, mark))));
  const body = element('tbody', '', ...lines.slice(2).map((line) => row(line, 'td')));
  return element('div', 'wide', element('table', '', element('thead', '', row(lines[0], 'th')), body));
};

/**
 * @param {string} source one block
 * @param {Mark} mark
 * @returns {Node[]}
 */
const block = (source, mark) => {
  const lines = source.replace(/^\n+|\s+$/g, '').split('\n');
  if (!lines[0]) return [];
  if (fencePattern.test(lines[0])) {
    const code = lines.slice(1).filter((line, i, all) => i < all.length - 1 || !fencePattern.test(line));
    return [element('pre', '', element('code', '', code.join('\n')))];
  }
  const heading = /^#{1,6}\s+(.*)/.exec(lines[0]);
  if (heading) {
    const title = element('p', 'heading', element('strong', '', ...inline(heading[1], mark)));
    return [title, ...block(lines.slice(1).join('\n'), mark)];
  }
  if (itemPattern.test(lines[0])) return [list(lines, mark)];
  if (lines.length > 2 && lines[0].includes('|') && /^[\s|:-]+$/.test(lines[1])) return [table(lines, mark)];
  if (lines.every((line) => line.startsWith('>'))) {
    const quoted = lines.map((line) => line.replace(/^>\s?/, '')).join(' ');
    return [element('blockquote', '', ...inline(quoted, mark))];
  }
  const first = lines.findIndex((line) => itemPattern.test(line) || fencePattern.test(line));
  if (first > 0) return [lines.slice(0, first), lines.slice(first)].flatMap((part) => block(part.join('\n'), mark));
  return [element('p', '', ...inline(lines.join('\n'), mark))];
};

/**
 * Where the block ends that begins at a place.
 * @param {string} text
 * @param {number} from
 */
const blockEnd = (text, from) => {
  let [fenced, some] = [false, false];
  for (let at = from; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next + 1;
    const line = text.slice(at, end);
    if (fencePattern.test(line)) {
      if (fenced) return end;
      if (some) return at;
      fenced = true;
    } else if (!fenced && some && !line.trim()) return end;
    some ||= line.trim().length > 0;
    at = end;
  }
  return text.length;
};

/** A reply that grows: only its last block is drawn again. */
export class MarkdownView {
  #node;
  #mark;
  #text = '';
  #fixed = 0;
  /** @type {Node[]} */
  #open = [];

  /**
   * @param {HTMLElement} node
   * @param {Mark} mark
   */
  constructor(node, mark) {
    this.#node = node;
    this.#mark = mark;
  }

  /** @param {string} text the whole of it */
  show(text) {
    if (text === this.#text) return;
    if (!text.startsWith(this.#text.slice(0, this.#fixed))) {
      this.#fixed = 0;
      this.#open = [...this.#node.childNodes];
    }
    for (const node of this.#open) this.#node.removeChild(node);
    for (let end = blockEnd(text, this.#fixed); end < text.length; end = blockEnd(text, end)) {
      this.#node.append(...block(text.slice(this.#fixed, end), this.#mark));
      this.#fixed = end;
    }
    this.#open = block(text.slice(this.#fixed), this.#mark);
    this.#node.append(...this.#open);
    this.#text = text;
  }
}
