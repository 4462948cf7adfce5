// The console: who is signed in, which screen is shown, and the keys that work everywhere.
import { get, signedOut } from './core/api.js';
import { start } from './core/live.js';
import { setup } from './core/setup.js';
import { button, el, icon, link, wordsOf } from './core/ui.js';
import { say, toasts, undoLast } from './core/undo.js';
import { loadWords, t } from './core/words.js';

/**
 * @typedef {{
 *   node: HTMLElement,
 *   keys?: Record<string, () => void>,
 *   close?: () => void,
 * }} Screen what a screen's module makes: what to show, what keys do there, what to do when it is left
 */

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

/** @type {[name: string, label: string][]} */
const screens = [['today', 'Today'], ['conversations', 'Conversations'], ['knowledge', 'Knowledge'], ['test', 'Test'],
  ['insight', 'Insight'], ['settings', 'Settings']];

const main = el('main');
main.tabIndex = -1;
const rail = el('nav', 'rail');
const announcer = el('p', 'unseen');
announcer.role = 'status';

/** @type {Screen | null} */
let current = null;
let shown = 0;

/** @param {string} part of an address, perhaps mistyped */
const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

// #/conversations/ID?state=waiting
const place = () => {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  const known = screens.some(([each]) => each === name) || name === 'welcome' ? name : 'today';
  return { name: known, rest: rest.map(decoded), query: new URLSearchParams(query) };
};

/** Shows the screen that the address names. */
const show = async () => {
  const { name, rest, query } = place();
  const mine = shown += 1;
  current?.close?.();
  current = null;
  for (const each of rail.querySelectorAll('a')) {
    each.ariaCurrent = each.hash === `#/${name}` ? 'page' : null;
  }
  const label = t(screens.find(([each]) => each === name)?.[1] ?? 'Welcome');
  document.title = `${label} · Digital Twin`;
  try {
    const module = await import(`./screens/${name}.js`);
    const screen = /** @type {Screen} */ (await module.open(rest, query));
    if (mine !== shown) {
      screen.close?.();
      return;
    }
    current = screen;
    main.replaceChildren(screen.node);
  } catch (error) {
    if (mine !== shown) return;
    const said = el('p', 'error', wordsOf(error));
    said.role = 'alert';
    main.replaceChildren(el('h1', '', label), said, button(t('Try again'), show));
  }
  announcer.textContent = label;
};

/** Everything that can be gone to or done, found by typing. */
const palette = () => {
  const box = el('dialog', 'palette');
  box.ariaLabel = t('Go to');
  const text = Object.assign(el('input'), { type: 'search', placeholder: t('Go to…') });
  text.ariaLabel = t('Go to');
  const places = el('ul', '', ...[
    ...screens.map(([name, label]) => [`#/${name}`, t(label)]),
    ['#/conversations?state=waiting', t('Conversations that wait')],
    ['#/conversations?state=unanswered', t('Unanswered conversations')],
    ['#/knowledge/gaps', t('Gaps')],
    ['#/knowledge/versions', t('Versions')],
    ['#/knowledge/contradictions', t('Contradictions')],
    ['#/settings/money', t('Limits')],
    ['#/settings/webhooks', t('Webhooks')],
    ['#/settings/activity', t('Activity')],
    ['#/welcome', t('First steps')],
  ].map(([href, label]) => el('li', '', link(label, href))));
  const links = [...places.querySelectorAll('a')];
  text.addEventListener('input', () => {
    for (const each of links) {
      /** @type {HTMLElement} */ (each.parentElement).hidden = !each.textContent?.toLowerCase().includes(text.value.toLowerCase());
    }
  });
  const visible = () => links.filter((each) => !each.parentElement?.hidden);
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' && event.target === text) {
      visible()[0]?.click();
      if (!visible().length) location.hash = `#/conversations?q=${encodeURIComponent(text.value)}`;
      box.close();
    }
    if (!step) return;
    event.preventDefault();
    visible().at((visible().indexOf(/** @type {any} */ (document.activeElement)) + step + visible().length) % visible().length)?.focus();
  });
  places.addEventListener('click', () => box.close());
  box.addEventListener('close', () => box.remove());
  box.append(text, places);
  app.append(box);
  box.showModal();
};

const help = () => {
  const box = el('dialog', 'help');
  box.ariaLabel = t('Keys');
  const rows = [['Ctrl K', t('Go to…')], ['j k', t('Next, previous')], ['Enter', t('Open, or do the first thing')],
    ['r', t('Reply, answer, correct')], ['e', t('Done, dismiss')], ['z', t('Undo')], ['Ctrl Enter', t('Send')], ['?', t('Keys')]];
  const list = rows.flatMap(([key, what]) => [el('dt', '', el('kbd', '', key)), el('dd', '', what)]);
  box.append(el('h2', '', t('Keys')), el('dl', '', ...list), button(t('Close'), () => box.close()));
  box.addEventListener('close', () => box.remove());
  app.append(box);
  box.showModal();
};

/** @param {KeyboardEvent} event */
const onKey = (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) palette();
    return;
  }
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (target.closest('input, textarea, select')) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  if (event.key === 'Enter' && target.closest('a, button, summary')) return;
  const work = { '?': help, z: undoLast, ...current?.keys }[event.key];
  if (!work || (event.repeat && !'jk'.includes(event.key))) return;
  event.preventDefault();
  work();
};

const enter = async () => {
  Object.assign(setup, await get('/api/owner/console'));
  rail.ariaLabel = t('Console');
  rail.replaceChildren(...screens.map(([name, label]) => {
    const node = link('', `#/${name}`);
    node.append(icon(name), el('span', '', t(label)));
    return node;
  }));
  const skip = link(t('To the content'), '#');
  skip.className = 'skip';
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  rail.prepend(skip);
  app.replaceChildren(rail, main, announcer, toasts);
  await start(setup.live);
  addEventListener('hashchange', show);
  addEventListener('keydown', onKey);
  await show();
};

let isOut = false;

const door = async () => {
  if (isOut) return;
  isOut = true;
  current?.close?.();
  const { open } = await import('./screens/sign-in.js');
  app.replaceChildren(await open());
};

await loadWords();
addEventListener(signedOut, door);
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  if (!isOut) say(wordsOf(event.reason), 'error');
});
enter().catch(async (error) => {
  if (error.status !== 401) app.replaceChildren(el('p', 'error', wordsOf(error)));
});
