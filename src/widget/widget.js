// <digital-twin>: the twin on a page. One line brings it there: <script src="https://…/widget.js" async></script>
import { Problem, TwinClient } from './client.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { button, element, icon } from './dom.js';
import { Memory } from './memory.js';
import { typing } from './reply.js';
import { forgetSheet, leaveSheet } from './sheets.js';
import { fill, stringsFor } from './strings.js';
import { styles } from './styles.js';
import { Transcript } from './transcript.js';
import { wordingOf } from './wording.js';

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const home = script ? new URL(script.src).origin : location.origin;

// Made by script, so that no content security policy has to allow inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

/**
 * Attributes: `server` (the twin's origin; where the script came from unless given), `mode` (`launcher` or `inline`),
 * `lang`, `theme` (`light` or `dark`; the visitor's own unless given), `privacy` (the site's page about it) and `open`.
 */
class DigitalTwin extends HTMLElement {
  static observedAttributes = ['open'];

  /** @type {Conversation | null} */
  #conversation = null;
  /** @type {HTMLElement | null} */
  #panel = null;
  /** @type {Composer | null} */
  #composer = null;
  /** @type {string[]} */
  #waiting = [];
  #launcher = element('button', 'launcher');
  #live = element('div', 'unseen');
  #life = new AbortController();

  /** Whether the conversation is shown. */
  get open() {
    return this.hasAttribute('open');
  }

  set open(open) {
    this.toggleAttribute('open', open);
  }

  /** Asks a question as if the visitor had typed it, once what is being said is over. @param {string} question */
  ask(question) {
    if (typeof question !== 'string' || !question.trim()) throw new TypeError('A question has words.');
    this.open = true;
    this.#waiting.push(question.trim());
    this.#askNext();
  }

  #askNext() {
    if (this.#conversation?.isFree && this.#waiting.length) this.#conversation.say(/** @type {string} */ (this.#waiting.shift()));
  }

  connectedCallback() {
    // Set by a page before this script had run.
    if (Object.hasOwn(this, 'open')) {
      const { open } = this;
      delete (/** @type {Partial<DigitalTwin>} */ (this)).open;
      this.open = open;
    }
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const { language } = this.#language;
    const frame = element('div');
    frame.lang = language;
    frame.dir = language === 'ar' ? 'rtl' : 'ltr';
    this.#live.setAttribute('role', 'status');
    root.replaceChildren(frame);
    frame.append(this.#live);
    if (!this.#isInline) frame.append(this.#launcherButton());
    if (this.#isInline || this.open) this.#show();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#conversation = this.#panel = null;
  }

  attributeChangedCallback() {
    if (this.#isInline || !this.shadowRoot || !this.isConnected) return;
    if (this.open) this.#show();
    else this.#hide();
  }

  get #isInline() {
    return this.getAttribute('mode') === 'inline';
  }

  get #language() {
    return stringsFor(this.#tag);
  }

  get #tag() {
    return this.getAttribute('lang') ?? this.closest('[lang]')?.getAttribute('lang') ?? navigator.language ?? 'en';
  }

  get #frame() {
    return /** @type {HTMLElement} */ (this.shadowRoot?.firstElementChild);
  }

  #launcherButton() {
    this.#launcher.type = 'button';
    this.#launcher.replaceChildren(icon('chat'));
    this.#launcher.setAttribute('aria-label', this.#language.strings.chat);
    this.#launcher.setAttribute('aria-expanded', `${this.open}`);
    this.#launcher.onclick = () => { this.open = !this.open; };
    return this.#launcher;
  }

  #show() {
    this.#launcher.setAttribute('aria-expanded', 'true');
    this.#launcher.replaceChildren(icon('close'));
    if (this.#panel) this.#panel.hidden = false;
    else this.#build();
    if (!this.#isInline && this.#launcher.matches(':focus')) this.#composer?.focus();
  }

  #hide() {
    if (this.#panel) this.#panel.hidden = true;
    this.#launcher.setAttribute('aria-expanded', 'false');
    this.#launcher.replaceChildren(icon('chat'));
    this.#launcher.focus();
  }

  async #build() {
    const { strings } = this.#language;
    const panel = this.#panel = element('section', `panel${this.#isInline ? '' : ' floating'}`);
    panel.setAttribute('role', this.#isInline ? 'region' : 'dialog');
    panel.setAttribute('aria-busy', 'true');
    panel.setAttribute('aria-label', strings.chat);
    panel.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !event.isComposing && !this.#isInline) this.open = false; });
    if (this.#isInline) this.#frame.append(panel);
    else this.#launcher.before(panel);
    const memory = new Memory(this.#server);
    const client = new TwinClient(this.#server, memory, this.#tag);

    // Where it covers the whole screen, a visitor can leave it in any state.
    const bare = (/** @type {Node[]} */ ...content) => panel.replaceChildren(element('div', 'head', element('div', 'who'), this.#closeButton(strings)), element('div', 'log', ...content));
    bare(element('div', 'message assistant', typing(strings)));

    // Of this panel: an element that is moved, or that tries again, gets another one.
    const life = this.#life = new AbortController();
    life.signal.addEventListener('abort', () => {
      client.letGo();
      memory.close();
    });
    try {
      const card = await client.card();
      if (!life.signal.aborted) await this.#fill(panel, client, memory, card, strings, life.signal);
    } catch (error) {
      if (life.signal.aborted) return;
      const said = element('p', 'problem', wordingOf(error, strings));
      said.setAttribute('role', 'alert');
      life.abort();
      bare(said, button(strings.retry, { className: 'earlier', onClick: () => { panel.remove(); this.#build(); } }));
      if (!(error instanceof Problem)) console.error(`digital-twin: ${this.#server} cannot be reached. If it runs: is ${location.origin} among its Access:Origins?`);
    } finally {
      panel.removeAttribute('aria-busy');
    }
  }

  get #server() {
    return (this.getAttribute('server') ?? home).replace(/\/+$/, '');
  }

  /** @param {HTMLElement} panel @param {TwinClient} client @param {Memory} memory @param {import('./client.js').Card} card @param {import('./strings.js').Strings} strings @param {AbortSignal} signal */
  async #fill(panel, client, memory, card, strings, signal) {
    const context = { strings, name: card.name };
    const choices = element('div', 'choices');
    choices.setAttribute('role', 'group');
    const state = element('p', 'state');
    state.setAttribute('role', 'status');
    const rate = async (/** @type {string} */ turn, /** @type {'up' | 'down' | 'none'} */ rating, /** @type {string | undefined} */ note) => {
      memory.rate(turn, rating);
      await client.rate(turn, rating, note).catch((error) => transcript.problem('problem', wordingOf(error, strings)));
    };
    const transcript = new Transcript({ ...context, rate, ratings: () => memory.ratings }, () => conversation.earlier());
    transcript.node.setAttribute('aria-label', card.name);
    const composer = this.#composer = new Composer(strings, {
      send: (text, attached) => conversation.say(text, attached),
      voice: (sound) => conversation.speak(sound),
      stop: () => conversation.stop(),
      say: (text) => transcript.problem('problem', text),
    });
    composer.enable(card);
    const conversation = new Conversation(client, memory, card, {
      strings,
      transcript,
      busy: (busy, isAsked) => {
        composer.show(busy, isAsked);
        queueMicrotask(() => this.#askNext());
      },
      offer: (options, label, choose) => {
        choices.setAttribute('aria-label', label);
        transcript.keeping(() => choices.replaceChildren(...options.map((option) => button(option, { onClick: () => { composer.focus(); choose(option); } }))));
      },
      announce: (text) => { this.#live.textContent = text; },
      focus: () => { if (this.#hasFocus) composer.focus(); },
    });
    panel.setAttribute('aria-label', fill(strings.open, context));
    this.#launcher.setAttribute('aria-label', fill(strings.open, context));
    panel.replaceChildren(this.#header(card, strings, client, conversation, panel), transcript.node, choices, state, composer.node, element('div', 'foot', fill(strings.footer, context), ...this.#privacy(strings)));
    state.hidden = true;
    await conversation.start();
    if (signal.aborted) {
      client.letGo();
      return;
    }
    this.#watch(state, strings, conversation, signal);
    this.#conversation = conversation;
    if (this.#hasFocus) composer.focus();
    this.#askNext();
  }

  // A page must not scroll, nor a keyboard open, because a widget has loaded.
  get #hasFocus() {
    return document.activeElement === this;
  }

  /** @param {import('./client.js').Card} card @param {import('./strings.js').Strings} strings @param {TwinClient} client @param {Conversation} conversation @param {HTMLElement} panel */
  #header(card, strings, client, conversation, panel) {
    const avatar = element('div', 'avatar', card.name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join(''));
    avatar.setAttribute('aria-hidden', 'true');
    if (/^(https?:\/)?\//.test(card.avatar)) {
      const picture = element('img');
      picture.alt = '';
      picture.addEventListener('load', () => avatar.replaceChildren(picture));
      picture.src = new URL(card.avatar, this.#server).href;
    }
    const context = { strings, name: card.name, privacy: this.#privacy(strings) };
    /** @param {HTMLElement} opener @param {{ cover: HTMLElement, first: HTMLElement }} sheet */
    const cover = (opener, { cover: sheet, first }) => {
      for (const part of panel.children) part.toggleAttribute('inert', true);
      panel.append(sheet);
      first.focus();
      uncover = () => {
        sheet.remove();
        for (const part of panel.children) part.removeAttribute('inert');
        opener.focus();
      };
    };
    let uncover = () => {};
    const actions = { wording: (/** @type {unknown} */ error) => wordingOf(error, strings), close: () => uncover() };
    const leave = button(strings.leave, { icon: 'mail', className: 'tool', onClick: () => cover(leave, leaveSheet(context, (lead) => client.leave(lead), actions)) });
    const forget = button(strings.forget, { icon: 'erase', className: 'tool', onClick: () => cover(forget, forgetSheet(context, () => conversation.forget(), actions)) });
    return element('div', 'head', avatar, element('div', 'who', element('h2', '', card.name), element('p', '', card.headline)), leave, forget, this.#closeButton(strings));
  }

  /** @param {import('./strings.js').Strings} strings */
  #closeButton(strings) {
    const close = button(strings.close, { icon: 'close', className: 'tool', onClick: () => { this.open = false; } });
    close.hidden = this.#isInline;
    return close;
  }

  /** The site's own page on privacy, where it has one. @param {import('./strings.js').Strings} strings @returns {Node[]} */
  #privacy(strings) {
    const address = this.getAttribute('privacy') ?? '';
    if (!/^(https?:\/)?\//.test(address)) return [];
    const link = element('a', '', strings.privacy);
    Object.assign(link, { href: address, target: '_blank', rel: 'noopener' });
    return [document.createTextNode(' '), link];
  }

  /** Says when the connection is gone, and catches up when it, or the visitor, is back. @param {HTMLElement} state @param {import('./strings.js').Strings} strings @param {Conversation} conversation @param {AbortSignal} signal */
  #watch(state, strings, conversation, signal) {
    const tell = () => {
      state.hidden = navigator.onLine;
      state.textContent = navigator.onLine ? '' : strings.offline;
    };
    // Browsers allow six connections to a host: a page that nobody sees holds none just to wait.
    const catchUp = () => {
      if (document.visibilityState === 'hidden') { if (!conversation.isBusy) conversation.rest(); } else if (navigator.onLine) conversation.catchUp();
    };
    tell();
    for (const type of ['online', 'offline']) addEventListener(type, tell, { signal });
    addEventListener('online', catchUp, { signal });
    addEventListener('pageshow', (event) => { if (event.persisted) catchUp(); }, { signal });
    document.addEventListener('visibilitychange', catchUp, { signal });
  }
}

if (!customElements.get('digital-twin')) {
  customElements.define('digital-twin', DigitalTwin);

  // The one line alone is enough, on a page that says nothing of where the twin is to be.
  const add = () => {
    if (!script || 'manual' in script.dataset || document.querySelector('digital-twin')) return;
    const twin = element(/** @type {any} */ ('digital-twin'));
    for (const [name, value] of Object.entries(script.dataset)) twin.setAttribute(name, value ?? '');
    if (script.dataset.mode === 'inline') script.after(twin);
    else document.body.append(twin);
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', add);
  else add();
}
