// The messages as they are shown, each by its id, so that none is shown twice.
import { button, element } from '../ui/dom.js';
import { Reply } from './reply.js';
import { fill } from '../ui/strings.js';

/** @typedef {import('../api/client.js').HistoryMessage} HistoryMessage */

// A page that is open for days does not grow for days.
const most = 120;

export class Transcript {
  node = element('div', 'log');
  #context;
  #more;
  #most = most;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /**
   * @param {Omit<import('./reply.js').ReplyContext, 'moved'>} context
   * @param {() => void} more shows earlier messages
   */
  constructor(context, more) {
    this.#context = { ...context, moved: () => this.keeping(() => {}) };
    this.#more = more;
    this.node.role = 'log';
    // Pieces of a reply are not read out one by one: the whole is, elsewhere, once it is there.
    this.node.ariaLive = 'off';
    this.node.tabIndex = 0;
    this.newest = button(context.strings.newest, { className: 'newest', onClick: () => this.toEnd() });
    this.newest.hidden = true;
    this.node.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.node;
      this.newest.hidden = scrollHeight - scrollTop - clientHeight < clientHeight;
    });
  }

  /** @param {string} id */
  has(id) {
    return this.#shown.has(id);
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {HTMLElement[]} pictures
   */
  user(id, text, pictures = []) {
    return this.#add(id, element('div', 'message user', ...pictures, text));
  }

  /**
   * @param {string} [id] may be given later
   * @param {boolean} [isPerson]
   */
  reply(id, isPerson) {
    const reply = new Reply(this.#context, isPerson);
    this.#add(id, reply.node);
    return reply;
  }

  /** A stored message. @param {HistoryMessage} message */
  stored({ id, role, text, citations, pictures }) {
    if (role === 'user') {
      const shown = pictures ? fill(this.#context.strings.pictures, { n: pictures }) : '';
      return this.user(id, [shown, text].filter(Boolean).join('\n'));
    }
    const reply = this.reply(id, role === 'owner');
    reply.show(text, citations ?? []);
    reply.finish(id.includes(':') || role === 'owner' ? undefined : id);
    return reply.node;
  }

  /**
   * @param {string} id
   * @param {HTMLElement} node
   */
  name(id, node) {
    this.#shown.set(id, node);
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {() => void} [retry]
   */
  problem(id, text, retry) {
    const node = element('div', 'problem', text);
    node.role = 'alert';
    if (retry) node.append(button(this.#context.strings.retry, { onClick: () => { this.remove(id); retry(); } }));
    this.remove(id);
    this.#add(id, node);
  }

  /** @param {string} id */
  remove(id) {
    this.#shown.get(id)?.remove();
    this.#shown.delete(id);
  }

  /** Adds what is missing of the latest messages, each after the one before it. @param {HistoryMessage[]} messages */
  merge(messages) {
    const known = messages.findIndex(({ id }) => this.has(id));
    let before = known >= 0 ? this.#shown.get(messages[known].id) : null;
    for (const message of messages.slice(Math.max(0, known))) {
      let node = this.#shown.get(message.id);
      if (!node) {
        node = this.stored(message);
        before?.after(node);
      }
      before = node;
      this.remove(`problem ${message.id}`);
    }
  }

  /**
   * Adds earlier messages before what is shown.
   * @param {HistoryMessage[]} messages all down to the latest
   * @param {boolean} more
   */
  extend(messages, more) {
    this.#most = Math.max(this.#most, messages.length + most);
    this.node.querySelector('.earlier')?.remove();
    const height = this.node.scrollHeight - this.node.scrollTop;
    let next = this.node.firstElementChild;
    for (const message of messages.toReversed()) {
      const known = this.#shown.get(message.id);
      if (!known) next?.before(this.stored(message));
      next = known ?? this.#shown.get(message.id) ?? next;
    }
    if (more) this.#offerEarlier();
    this.node.scrollTop = this.node.scrollHeight - height;
  }

  /** How many messages are shown. */
  get length() {
    return this.node.querySelectorAll('.message').length;
  }

  /**
   * Shows these and nothing else.
   * @param {HistoryMessage[]} messages
   * @param {boolean} more whether there are earlier ones
   */
  restore(messages, more) {
    this.clear();
    for (const message of messages) this.stored(message);
    if (more) this.#offerEarlier();
    this.toEnd();
  }

  clear() {
    this.#shown.clear();
    this.node.replaceChildren();
  }

  /**
   * Does something that changes the height, and stays at the end where the visitor was there.
   * @param {() => void} change
   */
  keeping(change) {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    change();
    if (scrollHeight - scrollTop - clientHeight < 80) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /**
   * @param {string | undefined} id
   * @param {HTMLElement} node
   */
  #add(id, node) {
    if (id) this.#shown.set(id, node);
    this.node.append(node);
    this.#trim();
    this.toEnd();
    return node;
  }

  #trim() {
    const messages = this.node.querySelectorAll('.message');
    if (messages.length <= this.#most) return;
    for (const node of [...messages].slice(0, messages.length - this.#most)) node.remove();
    for (const [id, node] of this.#shown) if (!node.isConnected) this.#shown.delete(id);
    this.#offerEarlier();
  }

  #offerEarlier() {
    if (this.node.querySelector('.earlier')) return;
    this.node.prepend(button(this.#context.strings.earlier, { className: 'earlier', onClick: this.#more }));
  }
}
