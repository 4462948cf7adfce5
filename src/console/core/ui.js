// The parts that screens are made of. No markup is ever parsed: what is text stays text.
import { drawing, element as el } from '../../widget/ui/dom.js';
import { Problem } from '../../widget/api/problem.js';
import { t } from './words.js';

export { el };

/** Outlines on a grid of 24 by 24. @type {Record<string, string>} */
const outlines = {
  today: 'M4 6h16M4 12h10M4 18h7M16 17l2 2 4-5',
  conversations: 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z',
  knowledge: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6',
  test: 'M9 3h6M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M8 15h8',
  insight: 'M4 20V10M10 20V4M16 20v-8M22 20H2',
  settings: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4v6M8 14v6',
};

/**
 * What somebody wrote, in whichever direction it runs.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} className
 * @param {string} text
 */
export const written = (name, className, text) => Object.assign(el(name, className, text), { dir: 'auto' });

/** @param {string} name */
export const icon = (name) => drawing(outlines[name]);

/**
 * What scrolls by itself, so that a keyboard reaches it.
 * @template {HTMLElement} T
 * @param {T} node
 * @param {string} label
 */
export const region = (node, label) => {
  node.tabIndex = 0;
  node.setAttribute('role', 'region');
  node.ariaLabel = label;
  return node;
};

/**
 * A file to make a persona of.
 * @param {(file: File) => Promise<unknown>} take
 */
export const cvInput = (take) => {
  const node = Object.assign(el('input'), { type: 'file', accept: '.json,.docx,.pdf,.md,.txt' });
  node.addEventListener('change', async () => {
    const [file] = node.files ?? [];
    if (file) await take(file);
    node.value = '';
  });
  return node;
};

/**
 * A button that does one thing at a time. What fails is said by whoever hears of unhandled rejections.
 * @param {string} label
 * @param {(event: MouseEvent) => unknown} onClick
 * @param {string} [className]
 */
export const button = (label, onClick, className = '') => {
  const node = el('button', className, label);
  node.type = 'button';
  let isBusy = false;
  node.addEventListener('click', async (event) => {
    // The second click of a double one would meet what has come into its place.
    if (isBusy || event.detail > 1) return;
    isBusy = true;
    try {
      await onClick(event);
    } finally {
      isBusy = false;
    }
  });
  return node;
};

/**
 * @param {string} label
 * @param {string} href
 * @param {string} [className]
 */
export const link = (label, href, className = '') => {
  const node = el('a', className, label);
  node.href = href;
  return node;
};

let fields = 0;

/**
 * A control with its label above it.
 * @template {HTMLElement} T
 * @param {string} label
 * @param {T} control
 * @param {string} [hint]
 */
export const field = (label, control, hint) => {
  control.id ||= `field-${fields += 1}`;
  const name = el('label', '', label);
  name.htmlFor = control.id;
  const node = el('div', 'field', name, control);
  if (hint) {
    const said = el('small', '', hint);
    said.id = `${control.id}-hint`;
    control.setAttribute('aria-describedby', said.id);
    node.append(said);
  }
  return node;
};

/**
 * @param {{
 *   type?: string, value?: string, required?: boolean, autocomplete?: string, placeholder?: string, min?: string, step?: string,
 * }} [options]
 */
export const input = ({ type = 'text', value = '', required = false, autocomplete = 'off', ...rest } = {}) =>
  Object.assign(el('input'), { type, value, required, autocomplete, ...rest });

/**
 * @param {string} [value]
 * @param {number} [rows]
 */
export const area = (value = '', rows = 3) => Object.assign(el('textarea'), { value, rows, dir: 'auto' });

/**
 * @param {[value: string, label: string][]} options
 * @param {string} value
 * @param {(value: string) => void} [onChange]
 */
export const select = (options, value, onChange) => {
  const node = el('select', '', ...options.map(([each, label]) => Object.assign(el('option', '', label), { value: each })));
  node.value = value;
  node.addEventListener('change', () => onChange?.(node.value));
  return node;
};

/**
 * @param {string} label
 * @param {boolean} [checked]
 */
export const checkbox = (label, checked = false) => {
  const box = Object.assign(el('input'), { type: 'checkbox', checked });
  return { box, node: el('label', 'check', box, label) };
};

/** @param {unknown} error */
export const wordsOf = (error) => error instanceof Problem ? error.message
  : error instanceof TypeError ? t('The twin cannot be reached.') : error instanceof Error ? error.message : String(error);

/**
 * A form that says what is wrong below its fields, and sends once at a time.
 * @param {(Node | string)[]} children
 * @param {string} label of the button
 * @param {() => Promise<void>} send
 */
export const form = (children, label, send) => {
  const submit = Object.assign(el('button', 'main', label), { type: 'submit' });
  const said = el('p', 'error');
  said.role = 'alert';
  const node = el('form', '', ...children, said, el('div', 'row', submit));
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    said.textContent = '';
    try {
      await send();
    } catch (error) {
      said.textContent = wordsOf(error);
    }
    submit.disabled = false;
  });
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) node.requestSubmit();
  });
  return node;
};

/** @param {string} name @param {string} type @param {string} text */
export const download = (name, type, text) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(el('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/**
 * Lines of a unified diff, marked also for who does not see colours.
 * @param {string} text
 */
export const diffOf = (text) => {
  const kinds = /** @type {Record<string, string>} */ ({ '+': 'ins', '-': 'del' });
  const lines = text.split('\n').map((line) => el(/** @type {any} */ (kinds[line[0]] ?? 'span'), '', `${line}\n`));
  return region(el('pre', 'diff', ...lines), t('Differences'));
};

/**
 * Tabs as links would be: each has an address.
 * @param {string} label
 * @param {[href: string, label: string][]} tabs
 * @param {string} current
 */
export const tabs = (label, tabs, current) => {
  const nav = el('nav', 'tabs', ...tabs.map(([href, name]) => {
    const node = link(name, href);
    if (href === current) node.ariaCurrent = 'page';
    return node;
  }));
  nav.ariaLabel = label;
  return nav;
};
