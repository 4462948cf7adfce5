// What an act does is shown at once and sent a moment later, so that it can be taken back instead of being asked about.
import { button, el, wordsOf } from './ui.js';
import { t } from './words.js';

const pause = 6_000;
const shown = 12_000;

/** @typedef {{ label: string, send: (isLeaving: boolean) => Promise<unknown>, back: () => void, timer: number, node: HTMLElement }} Act */

/** @type {Act[]} */
const open = [];
const place = el('div', 'toasts');
place.role = 'status';
let sending = 0;

/** Where what was done is said. */
export const toasts = place;

/** @param {Act} act */
const close = (act) => {
  clearTimeout(act.timer);
  open.splice(open.indexOf(act), 1);
  act.node.remove();
};

/** @param {Act} act @param {boolean} [isLeaving] */
const send = async (act, isLeaving = false) => {
  close(act);
  sending += 1;
  place.ariaBusy = 'true';
  try {
    await act.send(isLeaving);
  } catch (error) {
    act.back();
    say(`${act.label}: ${wordsOf(error)}`, 'error');
  }
  sending -= 1;
  if (!sending) place.ariaBusy = null;
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
 * @param {(isLeaving: boolean) => Promise<unknown>} work sends it
 * @param {() => void} back shows that it was not done
 */
export const act = (label, work, back) => {
  const node = el('div', 'toast', label, ' ');
  /** @type {Act} */
  const done = { label, send: work, back, node, timer: setTimeout(() => send(done), pause) };
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
export const flush = () => Promise.all([...open].map((each) => send(each)));

addEventListener('pagehide', () => { for (const each of [...open]) send(each, true); });
