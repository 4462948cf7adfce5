// What is in the panel once the twin has answered: header, conversation, state line; sheets over it.
import { Conversation } from './conversation/conversation.js';
import { errorEvent, TwinEvent } from './events.js';
import { Composer } from './input/composer.js';
import { forgetSheet, leaveSheet } from './input/sheets.js';
import { Transcript } from './messages/transcript.js';
import { button, element } from './ui/dom.js';
import { avatarOf, privacyLink } from './ui/links.js';
import { fill } from './ui/strings.js';
import { wordingOf } from './ui/wording.js';

/**
 * @typedef {object} PanelContext
 * @property {HTMLElement} host the element on the page
 * @property {HTMLElement} node the panel
 * @property {HTMLElement} live what is read out to a visitor who does not see
 * @property {HTMLButtonElement} close
 * @property {string} server
 * @property {import('./api/client.js').TwinClient} client
 * @property {import('./api/memory.js').Memory} memory
 * @property {import('./api/client.js').Card} card
 * @property {import('./ui/strings.js').Strings} strings
 * @property {() => void} changed the conversation may be free for another question
 */

export class Panel {
  #context;
  #composer;
  #choices = element('div', 'choices');
  #state = element('p', 'state');
  #again = element('div', 'again');
  #isStarted = false;

  /** @param {PanelContext} context */
  constructor(context) {
    const { node, client, memory, card, strings } = this.#context = context;
    this.strings = strings;
    this.card = card;
    this.conversation = new Conversation(client, memory, this);
    this.transcript = new Transcript({
      strings,
      name: card.name,
      server: context.server,
      rate: (turn, rating, note) => this.#rate(turn, rating, note),
      ratings: () => memory.ratings,
    }, () => this.conversation.earlier());
    this.transcript.node.ariaLabel = card.name;
    this.#composer = new Composer(strings, card, {
      send: (text, attached) => this.conversation.say(text, attached),
      voice: (sound) => this.conversation.speak(sound),
      stop: () => this.conversation.stop(),
      say: (text) => this.transcript.problem('problem', text),
      draft: (text) => memory.keepOfTab('draft', text),
    });
    this.#composer.write(memory.ofTab('draft'));
    this.#choices.role = 'group';
    this.#state.role = 'status';
    this.#state.hidden = true;
    const foot = element('div', 'foot', fill(strings.footer, card), this.#menu());
    node.ariaLabel = fill(strings.open, card);
    const { node: log, newest } = this.transcript;
    node.replaceChildren(this.#header(), log, newest, this.#choices, this.#state, this.#composer.node, foot);
  }

  /**
   * Shows what was said before, and follows the connection from then on.
   * @param {AbortSignal} signal
   */
  async start(signal) {
    await this.conversation.start();
    if (signal.aborted) {
      this.#context.client.abortAll();
      return;
    }
    this.#watch(signal);
    this.#isStarted = true;
    this.focus();
    this.#context.changed();
  }

  /** Whether what is said now is a message of its own. */
  get isFree() {
    return this.#isStarted && this.conversation.isFree;
  }

  /** Where the visitor is in the panel already: a page must not scroll, nor a keyboard open, because it has loaded. */
  focus() {
    if (document.activeElement === this.#context.host) this.#composer.focus();
  }

  /**
   * @param {boolean} busy
   * @param {boolean} isAsked
   */
  busy(busy, isAsked) {
    this.#composer.show(busy, isAsked);
    queueMicrotask(this.#context.changed);
  }

  /**
   * Offers what the visitor may say with a click.
   * @param {string[]} choices
   * @param {string[]} [fields] labels of what is asked for at once
   */
  offer(choices, label = '', fields = []) {
    const offered = choices.map((choice) => button(choice, { onClick: () => {
      this.#composer.focus();
      this.conversation.say(choice);
    } }));
    this.#choices.ariaLabel = label;
    const asked = fields.map((field, i) => element('label', '', field, element(i === 2 ? 'textarea' : 'input')));
    const form = element('form', '', ...asked, button(this.strings.send, { className: 'main', type: 'submit' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.conversation.say(asked.map((field) => `${field.textContent}: ${/** @type {any} */ (field.control).value}`).join('\n'));
    });
    this.transcript.keeping(() => this.#choices.replaceChildren(...asked.length ? [form] : [], ...offered));
  }

  /**
   * Offers to ask the latest question again, or in other words.
   * @param {string} message empty: there is none
   */
  offerAgain(message) {
    const { strings, transcript } = this;
    this.#again.remove();
    if (!message) return;
    const edit = () => {
      this.#composer.write(message);
      this.#composer.focus();
    };
    this.#again.replaceChildren(button(strings.retry, { onClick: () => this.conversation.say(message) }),
      button(strings.edit, { onClick: edit }));
    transcript.keeping(() => transcript.node.append(this.#again));
  }

  /** Nothing of what was being written is kept. */
  forgetDraft() {
    this.#composer.write('');
  }

  /** @param {string} text to be read out */
  announce(text) {
    this.#context.live.textContent = text;
  }

  /**
   * @param {string} id
   * @param {unknown} error
   * @param {() => void} [retry]
   */
  problem(id, error, retry) {
    this.transcript.problem(id, wordingOf(error, this.strings), retry);
    this.#context.host.dispatchEvent(errorEvent(error));
  }

  /**
   * @template {keyof import('./events.js').Details} K
   * @param {K} name
   * @param {import('./events.js').Details[K]} detail
   */
  emit(name, detail) {
    this.#context.host.dispatchEvent(new TwinEvent(name, detail));
  }

  /**
   * @param {string} turn
   * @param {'up' | 'down' | 'none'} rating
   * @param {string} [note]
   */
  async #rate(turn, rating, note) {
    this.#context.memory.rate(turn, rating);
    await this.#context.client.rate(turn, rating, note).catch((error) => this.problem('problem', error));
  }

  #header() {
    const { card, close, server } = this.#context;
    const title = element('div', 'who', element('h2', '', card.name), element('p', '', card.headline));
    return element('div', 'head', avatarOf(card, server), title, close);
  }

  /** What can be done beside talking, in words. */
  #menu() {
    const { client, card, strings } = this.#context;
    const context = { strings, name: card.name, privacy: this.#privacy() };
    const leave = this.#opener(strings.leave, (done) => leaveSheet(context, (lead) => client.leave(lead), done));
    const forget = this.#opener(strings.forget, (done) => forgetSheet(strings, () => this.conversation.forget(), done));
    return element('div', 'menu', leave, forget, ...this.#privacy());
  }

  /**
   * A button that opens a sheet.
   * @param {string} label
   * @param {(close: () => void) => HTMLElement} make
   */
  #opener(label, make) {
    const { node } = this.#context;
    const opener = button(label, { onClick: () => {
      const cover = make(() => {
        cover.remove();
        for (const part of node.children) part.removeAttribute('inert');
        opener.focus();
      });
      for (const part of node.children) part.toggleAttribute('inert', true);
      node.append(cover);
      /** @type {HTMLElement} */ (cover.querySelector('input, .main')).focus();
    } });
    return opener;
  }

  #privacy() {
    return privacyLink(this.#context.host.getAttribute('privacy') ?? '', this.strings.privacy);
  }

  /**
   * Says when the connection is gone, and catches up when it, or the visitor, is back.
   * @param {AbortSignal} signal
   */
  #watch(signal) {
    const { client, strings } = this.#context;
    const tell = () => {
      this.#state.hidden = navigator.onLine;
      this.#state.textContent = navigator.onLine ? '' : strings.offline;
    };
    const catchUp = () => {
      if (document.visibilityState === 'hidden') {
        // Browsers allow six connections to a host: a hidden page holds none just to wait.
        if (!this.conversation.isBusy) client.abortAll();
      } else if (navigator.onLine) this.conversation.catchUp();
    };
    tell();
    for (const type of ['online', 'offline']) addEventListener(type, tell, { signal });
    addEventListener('online', catchUp, { signal });
    addEventListener('pageshow', (event) => { if (event.persisted) catchUp(); }, { signal });
    document.addEventListener('visibilitychange', catchUp, { signal });
  }
}
