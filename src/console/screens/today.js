// One queue of what waits for the owner. What is done slides out, and the next one is there.
import { get } from '../core/api.js';
import { sparkline } from '../core/charts.js';
import { live } from '../core/live.js';
import { done, waiting } from '../core/queue.js';
import { area, button, el, field, form, input, link, written } from '../core/ui.js';
import { act } from '../core/undo.js';
import { ago, money, t, when } from '../core/words.js';

/** @typedef {import('../core/queue.js').Item} Item */

const kinds = () => /** @type {Record<string, string>} */ ({
  approval: t('Approval'), 'hand-over': t('Asked for you'), gap: t('Gap'), lead: t('Lead'), feedback: t('Not liked'), broken: t('Broken'),
});

const figures = async () => {
  const from = new Date(Date.now() - 13 * 86_400_000).toISOString().slice(0, 10);
  const [{ days }, usage] = await Promise.all([get(`/api/owner/insight?from=${from}`), get('/api/owner/usage?by=day')]);
  const cost = Object.fromEntries(usage.rows.map((/** @type {any} */ row) => [row.day, row.cost]));

  /** @param {string} label @param {(day: any) => number} of @param {(value: number) => string} [show] */
  const line = (label, of, show = String) => sparkline(label, days.map(of), show(of(days.at(-1))));
  return el('dl', 'figures',
    line(t('Visitors today'), (day) => day.visitors),
    line(t('Answered'), (day) => day.visitors - day.unanswered),
    line(t('Unanswered'), (day) => day.unanswered),
    line(t('Spent today'), (day) => cost[day.day] ?? 0, (value) => money(value, usage.currency)));
};

class Queue {
  /** @type {Item[]} */
  #items = [];
  #at = 0;
  /** What was written and not sent, by item. @type {Map<string, { text: string, heading: string }>} */
  #written = new Map();
  #list = el('ol', 'queue');
  #title = el('h1', '', t('Today'));
  node = el('div', 'today', this.#title, this.#list);

  async load() {
    const key = this.#items[this.#at]?.key;
    this.#items = await waiting();
    this.#at = Math.max(0, this.#items.findIndex((item) => item.key === key));
    this.#show(false);
  }

  /** Whether something is being written: nothing is drawn anew under it. */
  get isBusy() {
    return this.#list.contains(document.activeElement?.closest('form') ?? null);
  }

  /** @param {number} step */
  move(step) {
    this.#at = Math.min(this.#items.length - 1, Math.max(0, this.#at + step));
    this.#show(true);
  }

  /** The first thing that is done with an item of this kind. */
  begin() {
    const item = this.#items[this.#at];
    const first = item?.acts.find(({ key }) => key === 'enter') ?? (item?.say || item?.go ? undefined : item?.acts[0]);
    if (first) this.#do(item, first);
    else this.reply();
  }

  reply() {
    const text = this.#list.querySelector('textarea');
    if (text) text.focus();
    else this.#list.querySelector('.go')?.dispatchEvent(new MouseEvent('click'));
  }

  dismiss() {
    const item = this.#items[this.#at];
    const chosen = item?.acts.find(({ key }) => key === 'e');
    if (chosen) this.#do(item, chosen);
  }

  /** @param {Item} item @param {Item['acts'][0]} chosen */
  #do(item, chosen) {
    this.#takeOut(item, chosen.done, chosen.send);
  }

  /** @param {Item} item @param {string} label @param {(isLeaving: boolean) => Promise<unknown>} send */
  #takeOut(item, label, send) {
    const place = this.#items.indexOf(item);
    this.#items.splice(place, 1);
    done.add(item.key);
    this.#at = Math.min(place, Math.max(0, this.#items.length - 1));
    this.#show(true);
    act(`${label}: ${item.title}`, send, () => {
      done.delete(item.key);
      this.#items.splice(Math.min(place, this.#items.length), 0, item);
      this.#at = Math.min(place, this.#items.length - 1);
      this.#show(true);
    });
  }

  /** @param {boolean} takesFocus */
  #show(takesFocus) {
    this.#title.textContent = this.#items.length ? t('Today: {0} wait', this.#items.length) : t('Today');
    this.#list.replaceChildren(...this.#items.map((item, i) => this.#row(item, i)));
    if (!this.#items.length) this.#list.append(el('li', 'empty', t('Nothing waits.')));
    if (takesFocus) /** @type {HTMLElement | null} */ (this.#list.querySelector('[aria-expanded=true]'))?.focus();
  }

  /** @param {Item} item @param {number} i */
  #row(item, i) {
    const isCurrent = i === this.#at;
    const head = button('', ({ detail }) => {
      if (!isCurrent) this.move(i - this.#at);

      // By key: a click on what is open already is not meant to approve anything.
      else if (!detail) this.begin();
    }, 'head');
    head.ariaExpanded = String(isCurrent);
    head.append(el('span', `tag ${item.kind}`, kinds()[item.kind]), written('span', 'title', item.title),
      el('time', 'muted', ago(item.at)));
    const row = el('li', isCurrent ? 'current' : '', head);
    if (isCurrent) row.append(this.#detail(item));
    return row;
  }

  /** @param {Item} item */
  #detail(item) {
    const node = el('div', 'detail', written('p', 'said', item.text));
    if (item.kind === 'approval') node.append(el('pre', '', JSON.stringify(item.data, null, 2)), this.#reasonField(item));
    if (item.kind === 'lead') node.append(el('p', '', contact(item.data)));
    if (item.kind === 'hand-over' && item.data) node.append(el('p', 'muted', t('You promised a reply by {0}.', when(item.data))));
    if (item.kind === 'gap' && item.data.length) {
      node.append(el('ul', '', ...item.data.map((/** @type {string} */ each) => written('li', '', each))));
    }
    if (item.kind === 'feedback') {
      node.append(written('blockquote', '', item.data.reply));
      if (item.data.note) node.append(written('p', '', t('“{0}”', item.data.note)));
    }
    if (item.say) node.append(this.#sayForm(item, item.say));
    const row = el('div', 'row', ...item.acts.map((each) =>
      button(each.label, () => this.#do(item, each), each.key === 'enter' ? 'main' : '')));
    if (item.go) row.append(link(item.go[0], item.go[1], 'go button main'));
    if (item.session) row.append(link(t('Conversation'), `#/conversations/${item.session}`, 'button'));
    node.append(row);
    return node;
  }

  /** @param {Item} item */
  #reasonField(item) {
    item.reason = this.#written.get(item.key)?.text ?? '';
    const reason = input({ value: item.reason });
    reason.addEventListener('input', () => {
      item.reason = reason.value;
      this.#written.set(item.key, { text: reason.value, heading: '' });
    });
    return field(t('Reason, if you refuse'), reason);
  }

  /** @param {Item} item @param {NonNullable<Item['say']>} say */
  #sayForm(item, say) {
    const kept = this.#written.get(item.key) ?? { text: say.value, heading: say.heading ?? '' };
    const text = area(kept.text, 4);
    text.required = true;
    const heading = input({ value: kept.heading, required: true });
    const keep = () => this.#written.set(item.key, { text: text.value, heading: heading.value });
    for (const control of [text, heading]) control.addEventListener('input', keep);
    const fields = [field(say.label, text)];
    if (say.heading !== undefined) fields.unshift(field(t('Question, as everybody will read it'), heading));
    return form(fields, t('Send'), async () => {
      const [said, question] = [text.value, heading.value];
      keep();
      this.#takeOut(item, t('Sent'), (isLeaving) => say.send(said, question, isLeaving));
    });
  }
}

/** @param {string} text */
const contact = (text) => text.includes('@') && !/\s/.test(text) ? link(text, `mailto:${text}`)
  : /^https?:\/\//.test(text) ? Object.assign(link(text, text), { rel: 'noopener', target: '_blank' }) : text;

/** @returns {Promise<import('../main.js').Screen>} */
export const open = async () => {
  const queue = new Queue();
  await queue.load();
  figures().then((node) => queue.node.prepend(node), () => {});
  const renew = () => { if (!queue.isBusy) queue.load().catch(() => {}); };
  live.addEventListener('news', renew);
  return {
    node: queue.node,
    keys: {
      j: () => queue.move(1), k: () => queue.move(-1), Enter: () => queue.begin(), r: () => queue.reply(), e: () => queue.dismiss(),
    },
    close: () => live.removeEventListener('news', renew),
  };
};
