// One reply of the twin: text as it comes, sources, and what a visitor can do with it.
import { button, element } from '../ui/dom.js';
import { linked } from '../ui/links.js';
import { cardsOf } from './cards.js';
import { MarkdownView } from './markdown.js';
import { fill } from '../ui/strings.js';

/**
 * @typedef {import('../api/client.js').Citation} Citation
 * @typedef {'up' | 'down'} Rating
 * @typedef {{
 *   strings: import('../ui/strings.js').Strings,
 *   name: string,
 *   server: string,
 *   rate: (turn: string, rating: Rating | 'none', note?: string) => Promise<void>,
 *   ratings: () => Record<string, Rating>,
 *   moved: () => void,
 * }} ReplyContext
 */

/**
 * Shows that words are to come.
 * @param {import('../ui/strings.js').Strings} strings
 * @param {string} [label] what is being done; without, a visitor sees dots and hears "Writing…"
 */
export const typing = (strings, label) => {
  const said = element('span', label ? '' : 'unseen', label ?? strings.writing);
  return element('div', 'typing', element('i'), element('i'), element('i'), said);
};

export class Reply {
  node = element('div', 'message assistant');
  #context;
  #text = element('div', 'text');
  #view;
  /** @type {Citation[]} */
  #citations = [];
  #words = '';
  /** @type {HTMLDetailsElement | null} */
  #sources = null;

  /**
   * @param {ReplyContext} context
   * @param {boolean} isPerson whether the person writes, not the twin
   */
  constructor(context, isPerson = false) {
    this.#context = context;
    this.#view = new MarkdownView(this.#text, (number) => this.#mark(number));
    if (isPerson) this.node.append(element('div', 'author', fill(context.strings.person, context)));
  }

  /** @param {string} [label] as for {@link typing} */
  wait(label) {
    this.node.append(typing(this.#context.strings, label));
    return this;
  }

  /**
   * @param {string} text all of it so far
   * @param {Citation[]} citations
   */
  show(text, citations) {
    if (citations.length !== this.#citations.length) {
      this.#sources?.remove();
      this.#sources = null;
    }
    this.#citations = [...citations];
    this.#words = text;
    if (!this.#text.isConnected) {
      this.node.querySelector('.typing')?.remove();
      this.node.append(this.#text);
    }
    this.#view.show(text);
  }

  /** Says something beside the reply. @param {string} text */
  note(text) {
    this.node.querySelector('.typing')?.remove();
    this.node.append(element('p', 'note', text));
  }

  /** Shows what is offered, in the place of what was shown before. @param {import('./cards.js').Offering[]} offerings */
  offer(offerings) {
    this.node.querySelector('.cards')?.remove();
    if (offerings.length) this.node.append(cardsOf(offerings, this.#context));
  }

  /** The reply is whole. @param {string} [turn] where it can be rated */
  finish(turn) {
    this.node.querySelector('.typing')?.remove();
    if (this.#words && this.#used().length) this.node.append(this.#list());
    if (this.#words && turn) this.node.append(this.#actions(turn));
  }

  #used() {
    return this.#citations.map((citation, index) => ({ citation, number: index + 1 }))
      .filter(({ citation }) => citation);
  }

  /** @param {number} number */
  #mark(number) {
    if (!this.#citations[number - 1]) return null;
    const mark = button('', { className: 'mark', onClick: () => this.#open(number) });
    mark.append(element('i', '', `${number}`));
    mark.ariaLabel = fill(this.#context.strings.source, { n: number });
    return mark;
  }

  /** @param {number} number */
  #open(number) {
    const list = this.#list();
    if (!list.isConnected) this.#text.after(list);
    list.open = true;
    for (const quote of list.querySelectorAll('dd')) {
      quote.classList.toggle('lit', quote.dataset.number === `${number}`);
    }
    list.querySelector('.lit')?.scrollIntoView({ block: 'nearest' });
  }

  #list() {
    if (this.#sources) return this.#sources;
    const used = this.#used();
    const list = element('dl');
    for (const { citation, number } of used) {
      const quote = element('dd', '', `“${citation.quote}”`);
      quote.dataset.number = `${number}`;
      const { strings, server } = this.#context;
      const page = citation.page ? `, ${fill(strings.page, { n: citation.page })}` : '';
      list.append(element('dt', '', `${number}. `, linked(`${citation.title}${page}`, citation.url, server)), quote);
    }
    const summary = element('summary', '', fill(this.#context.strings.sources, { n: used.length }));
    this.#sources = element('details', 'sources', summary, list);
    this.#sources.addEventListener('toggle', () => this.#context.moved());
    return this.#sources;
  }

  /** @param {string} turn */
  #actions(turn) {
    const { strings, rate, ratings } = this.#context;
    const copy = button(strings.copy, { icon: 'copy', onClick: async () => {
      await navigator.clipboard.writeText(this.#words.replace(/ ?(?<!\\)\[\d+\]|\\(?=\[)/g, ''));
      const done = element('span', '', strings.copied);
      done.role = 'status';
      copy.after(done);
      setTimeout(() => done.remove(), 2_000);
    } });
    // Pages over plain HTTP have no clipboard.
    const row = element('div', 'actions', ...(navigator.clipboard ? [copy] : []));
    const thumbs = /** @type {const} */ (['up', 'down']).map((rating) => {
      const onClick = async () => {
        const next = thumb.ariaPressed === 'true' ? 'none' : rating;
        press(next);
        row.querySelector('form')?.remove();
        await rate(turn, next);
        if (next === 'down') row.append(this.#noteForm(turn));
        this.#context.moved();
      };
      const thumb = button(rating === 'up' ? strings.good : strings.bad, { icon: rating, onClick });
      row.append(thumb);
      return { rating, thumb };
    });
    const press = (/** @type {string | undefined} */ now) => {
      for (const { rating, thumb } of thumbs) thumb.ariaPressed = `${rating === now}`;
    };
    press(ratings()[turn]);
    return row;
  }

  /** @param {string} turn */
  #noteForm(turn) {
    const { strings, rate } = this.#context;
    const input = element('input');
    input.maxLength = 1_000;
    input.placeholder = strings.note;
    input.ariaLabel = strings.note;
    const form = element('form', '', input, button(strings.send, { type: 'submit' }));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (input.value.trim()) await rate(turn, 'down', input.value.trim());
      const thanks = element('span', '', strings.thanks);
      thanks.role = 'status';
      form.replaceWith(thanks);
    });
    return form;
  }
}
