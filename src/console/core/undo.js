// What an act does is shown at once and sent a moment later, so that it can be taken back instead of being asked about.
import { button, el, wordsOf } from './ui.js';
import { t } from './words.js';

const pause = 6_000;
const shown = 12_000;

/**
 * @typedef {{
 *   label: string, send: (isLeaving: boolean) => Promise<unknown>, back: () => void, timer: number, node: HTMLElement, isBegun?: boolean,
 * }} Act
 */

/** What can still be undone. @type {Act[]} */
const open = [];

/** What is to be sent, or being sent. @type {Set<Act>} */
const sending = new Set();

/** What was sent before. @type {Promise<void>} */
let before = Promise.resolve();

const place = el('div', 'toasts');
place.role = 'status';

/** Where what was done is said. */
export const toasts = place;

/** @param {Act} act */
const close = (act) => {
  clearTimeout(act.timer);
  if (open.includes(act)) open.splice(open.indexOf(act), 1);
  act.node.remove();
};

/** @param {Act} act @param {boolean} isLeaving */
const work = async (act, isLeaving) => {
  try {
    // A page that went away has sent it already.
    if (!act.isBegun) {
      act.isBegun = true;
      await act.send(isLeaving);
    }
  } catch (error) {
    act.back();
    say(`${act.label}: ${wordsOf(error)}`, 'error');
  }
  sending.delete(act);
  if (!sending.size) place.ariaBusy = null;
};

/**
 * Sends an act once those before it have been: they happen in the order in which they were done.
 * @param {Act} act
 */
const send = (act) => {
  close(act);
  sending.add(act);
  place.ariaBusy = 'true';
  before = before.then(() => work(act, false));
};

/**
 * Says something for a while.
 * @param {string} text
 * @param {string} [className]
 * @param {() => unknown} [undo] takes back what was done already
 */
export const say = (text, className = '', undo) => {
  const node = el('div', `toast ${className}`, text, ' ');
  if (undo) {
    node.append(button(t('Undo'), () => {
      node.remove();
      return undo();
    }, 'quiet'));
  }
  place.append(node);
  setTimeout(() => node.remove(), shown);
};

/**
 * Does something that can be undone for six seconds.
 * @param {string} label what was done
 * @param {(isLeaving: boolean) => Promise<unknown>} task sends it
 * @param {() => void} back shows that it was not done
 */
export const act = (label, task, back) => {
  const node = el('div', 'toast', label, ' ');
  /** @type {Act} */
  const done = { label, send: task, back, node, timer: setTimeout(() => send(done), pause) };
  node.append(button(t('Undo'), () => {
    close(done);
    back();
  }, 'quiet'));
  place.append(node);
  open.push(done);
};

/** Takes back what was done last, if it can still be. */
export const undoLast = () => {
  const last = open.at(-1);
  if (!last) return;
  close(last);
  last.back();
};

/** Sends all that waits, and comes back when it is done. */
export const flush = () => {
  for (const each of [...open]) send(each);
  return before;
};

// All at once: nothing is left that could wait.
addEventListener('pagehide', () => { for (const each of [...sending, ...open]) work(each, true); });
