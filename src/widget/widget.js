// <digital-twin>: the element, its launcher and its attributes.
import { TwinClient } from './api/client.js';
import { Memory } from './api/memory.js';
import { Problem } from './api/problem.js';
import { errorEvent, TwinEvent } from './events.js';
import { typing } from './messages/reply.js';
import { Panel } from './panel.js';
import { button, element, icon } from './ui/dom.js';
import { stringsFor } from './ui/strings.js';
import { styles } from './ui/styles.js';
import { wordingOf } from './ui/wording.js';

// Made by script, so that no content security policy has to allow inline styles.
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

// To the top layer, which no transform and no stacking of the page can touch.
const raise = (/** @type {HTMLElement} */ node) => {
  node.popover = 'manual';
  if (!node.matches(':popover-open')) node.showPopover?.();
};

/**
 * Attributes: `server` (the twin's origin; where the script came from unless given), `mode` (`launcher` or `inline`),
 * `lang`, `theme` (`light` or `dark`; the visitor's own unless given), `privacy` (the site's page about it) and `open`.
 */
export class DigitalTwin extends HTMLElement {
  static observedAttributes = ['open'];

  /** The twin's origin unless `server` says another. */
  static home = location.origin;

  /** @type {HTMLElement | null} */
  #node = null;
  /** @type {Panel | null} */
  #panel = null;
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

  /**
   * Asks a question as if the visitor had typed it, once what is being said is over.
   * @param {string} question
   */
  ask(question) {
    if (typeof question !== 'string' || !question.trim()) throw new TypeError('A question has words.');
    this.open = true;
    this.#waiting.push(question.trim());
    this.#askNext();
  }

  #askNext() {
    if (this.#panel?.isFree && this.#waiting.length) {
      this.#panel.conversation.say(/** @type {string} */ (this.#waiting.shift()));
    }
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
    const frame = element('div', '', this.#live);
    frame.lang = language;
    frame.dir = language === 'ar' ? 'rtl' : 'ltr';
    this.#live.role = 'status';
    root.replaceChildren(frame);
    if (!this.#isInline) {
      frame.append(this.#launcherButton());
      raise(this.#launcher);
    }
    if (this.#isInline || this.open) this.#show();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#node = this.#panel = null;
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

  get #server() {
    return (this.getAttribute('server') ?? DigitalTwin.home).replace(/\/+$/, '');
  }

  #launcherButton() {
    this.#launcher.type = 'button';
    this.#launcher.replaceChildren(icon('chat'));
    this.#launcher.ariaLabel = this.#language.strings.chat;
    this.#launcher.ariaExpanded = `${this.open}`;
    this.#launcher.onclick = () => { this.open = !this.open; };
    return this.#launcher;
  }

  #show() {
    const isNew = this.#node?.hidden !== false;
    this.#launcher.ariaExpanded = 'true';
    this.#launcher.replaceChildren(icon('close'));
    if (this.#node) {
      this.#node.hidden = false;
      if (!this.#isInline) raise(this.#node);
    } else this.#build();
    if (this.#isInline) return;
    if (this.#launcher.matches(':focus')) this.#panel?.focus();
    if (isNew) this.dispatchEvent(new TwinEvent('open', null));
  }

  #hide() {
    if (this.#node) this.#node.hidden = true;
    this.#launcher.ariaExpanded = 'false';
    this.#launcher.replaceChildren(icon('chat'));
    this.#launcher.focus();
    this.dispatchEvent(new TwinEvent('close', null));
  }

  #build() {
    const node = this.#node = element('section', `panel${this.#isInline ? '' : ' floating'}`);
    node.role = this.#isInline ? 'region' : 'dialog';
    node.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing && !this.#isInline) this.open = false;
    });
    if (this.#isInline) this.#live.after(node);
    else {
      this.#launcher.before(node);
      raise(node);
    }
    this.#load(node);
  }

  /**
   * Asks the twin who it is, and fills the panel.
   * @param {HTMLElement} node
   */
  async #load(node) {
    const { strings } = this.#language;
    const server = this.#server;
    const memory = new Memory(server);
    const client = new TwinClient(server, memory, this.#tag);

    // Where it covers the whole screen, a visitor can leave it in any state.
    const close = button(strings.close, { icon: 'close', onClick: () => { this.open = false; } });
    close.hidden = this.#isInline;
    const bare = (/** @type {Node[]} */ ...content) => {
      node.replaceChildren(element('div', 'head', element('div', 'who'), close), element('div', 'log', ...content));
    };
    bare(element('div', 'message assistant', typing(strings)));
    node.ariaBusy = 'true';
    node.ariaLabel = strings.chat;

    // Of this try: an element that is moved, or that tries again, gets another one.
    const { signal } = this.#life = new AbortController();
    signal.addEventListener('abort', () => {
      client.abortAll();
      memory.close();
    });
    try {
      const card = await client.card();
      if (signal.aborted) return;
      const changed = () => this.#askNext();
      const context = { host: this, node, live: this.#live, close, server, client, memory, card, strings, changed };
      this.#panel = new Panel(context);
      this.#launcher.ariaLabel = node.ariaLabel;
      await this.#panel.start(signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#life.abort();
      this.#panel = null;
      const said = element('p', 'problem', wordingOf(error, strings));
      said.role = 'alert';
      bare(said, button(strings.retry, { className: 'earlier', onClick: () => this.#load(node) }));
      this.dispatchEvent(errorEvent(error));
      const hint = location.protocol === 'file:'
        ? 'A page that is opened from a file has no origin: serve it, as with "npx serve".'
        : error instanceof Problem && error.code !== 'origin_not_allowed' ? ''
          : `If it runs: is ${location.origin} among its Access:Origins?`;
      if (!hint) return;
      console.error(`digital-twin: ${server} cannot be reached. ${hint}`);

      // Whoever makes the page sees it on their own machine; visitors are told nothing of settings.
      if (/^(file:|https?:\/\/(localhost|127\.|\[::1\]))/.test(location.href)) said.append(element('br'), hint);
    } finally {
      node.ariaBusy = null;
    }
  }
}
