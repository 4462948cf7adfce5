// One conversation: what was said, with what it was said from, and the owner's part in it.
import { get, post, remove } from '../../core/api.js';
import { live, watch } from '../../core/live.js';
import { bodyOf } from '../../core/reply.js';
import { area, button, download, el, field, form, link, written } from '../../core/ui.js';
import { setup } from '../../core/setup.js';
import { act, flush, say } from '../../core/undo.js';
import { language, money, t, when } from '../../core/words.js';
import { correction } from './correction.js';
import { details } from './details.js';
import { whole } from './whole.js';

const page = 200;
const patience = 30;

/** What was written and not sent, by conversation. @type {Map<string, string>} */
const drafts = new Map();

export class Transcript {
  #session;
  #path;
  #aimed;
  #back;
  #list = el('ol', 'messages');
  #head = el('header');
  #isIn = false;
  #text = area('', 3);
  #messageId = crypto.randomUUID();
  #release = () => {};
  node = el('article', 'transcript');

  /** @param {string} session @param {string} back the list it is one of @param {string} [aimed] the message to begin at */
  constructor(session, back, aimed) {
    this.#back = back;
    this.#session = session;
    this.#path = `/api/owner/conversations/${session}`;
    this.#aimed = aimed;
    this.node.tabIndex = -1;
    this.#text.required = true;
    this.#text.value = drafts.get(session) ?? '';
    this.#text.addEventListener('input', () => drafts.set(session, this.#text.value));
    const reply = form([field(t('Reply as yourself'), this.#text)], t('Send'), () => this.#say());
    this.node.append(this.#head, this.#list, reply);
    live.addEventListener('news', this.#hear);
  }

  /** @param {string} session @param {string} back @param {string} [aimed] */
  static async open(session, back, aimed) {
    const transcript = new Transcript(session, back, aimed);
    await transcript.#read();
    return transcript;
  }

  focus() {
    this.node.focus();
  }

  reply() {
    this.#text.focus();
  }

  close() {
    live.removeEventListener('news', this.#hear);
    this.#release();
  }

  #hear = (/** @type {any} */ event) => {
    if (event.detail.session === this.#session) this.#catchUp();
  };

  // What is open or being written in the list stays as it is.
  async #catchUp() {
    const view = await get(`${this.#path}?limit=${page}`);
    this.#showHead(view);
    const missing = view.messages.filter((/** @type {any} */ { id }) => !document.getElementById(id));
    if (missing.some((/** @type {any} */ { role }) => role === 'owner')) this.#list.querySelector('.pending')?.remove();
    this.#list.append(...this.#messages(missing));
  }

  async #read() {
    const view = await get(`${this.#path}?limit=${page}`);
    this.#showHead(view);
    this.#list.replaceChildren(...this.#page(view));
    this.#list.querySelector('.aimed')?.scrollIntoView({ block: 'center' });
  }

  /** @param {number} before */
  async #earlier(before) {
    const view = await get(`${this.#path}?limit=${page}&before=${before}`);
    this.#list.querySelector('.earlier')?.replaceWith(...this.#page(view));
  }

  /** @param {any} view */
  #page({ messages, before }) {
    const more = before ? [el('li', 'earlier', button(t('Show earlier ones'), () => this.#earlier(before)))] : [];
    return [...more, ...this.#messages(messages)];
  }

  /** @param {any[]} messages */
  #messages(messages) {
    return messages.map((message, i) => this.#message(message, messages[i - 1]));
  }

  /** @param {any} view */
  #showHead({ conversation, cost, usage, openTurns, isPersonHere = false }) {
    if (isPersonHere !== this.#isIn) {
      this.#release();
      this.#release = isPersonHere ? watch() : () => {};
      this.#isIn = isPersonHere;
    }
    const facts = [when(conversation.createdAt), conversation.origin, conversation.locale,
      cost ? money(cost, setup.currency) : '', usage.outputTokens ? t('{0} tokens', usage.inputTokens + usage.outputTokens) : ''];
    this.#head.replaceChildren(
      link(t('All conversations'), this.#back, 'back'),
      written('h1', '', conversation.title || conversation.firstMessage || t('Nothing was said')),
      el('p', 'muted', facts.filter(Boolean).join(' · ')),
      ...(openTurns.length ? [el('p', 'tag waiting', t('Something waits in it.'))] : []),
      ...(this.#isIn ? [el('p', 'tag joined', t('You are in: the twin is silent.'))] : []),
      el('div', 'row',
        this.#isIn ? button(t('Hand back to the twin'), () => this.#change('leave')) : button(t('Come in'), () => this.#change('join')),
        button(t('Export'), () => this.#export()),
        button(t('Erase'), () => this.#erase())));
  }

  /** @param {any} message @param {any} [before] */
  #message(message, before) {
    const took = message.role === 'assistant' && before?.role === 'user'
      ? ` · ${seconds(new Date(message.at).getTime() - new Date(before.at).getTime())}` : '';
    const names = /** @type {Record<string, string>} */ ({ user: t('Visitor'), assistant: t('Twin') });
    const who = names[message.role] ?? t('You');
    const citations = message.citations ?? [];
    const body = bodyOf(message.text, citations);
    const node = el('li', `message ${message.role}`, el('p', 'muted', `${who} · ${when(message.at)}${took}`), body);
    if (message.id) node.id = message.id;
    if (message.id === this.#aimed) node.classList.add('aimed');
    if (message.pictures) node.append(el('p', 'muted', t('{0} pictures', message.pictures)));
    if (citations.length) node.append(sources(citations));
    if (message.role === 'assistant') node.append(this.#tools(message));
    return node;
  }

  /** @param {any} message */
  #tools(message) {
    const place = el('div');
    const row = el('div', 'row', button(t('Correct'), () => {
      place.replaceChildren(correction(this.#path, message, () => this.#read()));
      place.querySelector('textarea')?.focus();
    }, 'quiet'), button(t('Details'), async () => {
      place.replaceChildren(await details(this.#path, message.id));
    }, 'quiet'), button(t('Copy link'), async () => {
      await navigator.clipboard.writeText(`${location.origin}/owner#/conversations/${this.#session}/${encodeURIComponent(message.id)}`);
      say(t('Copied.'));
    }, 'quiet'));
    return el('div', 'tools', row, place);
  }

  async #say() {
    const text = this.#text.value;

    // A reply to the same visitor, sent from another screen, comes first.
    await flush();
    const { message } = await post(`${this.#path}/messages`, { text, messageId: this.#messageId });
    this.#messageId = crypto.randomUUID();
    this.#text.value = '';
    drafts.delete(this.#session);
    await this.#catchUp();

    // Where a turn waited for these words, it has them in a moment, and the history when it is over.
    for (let attempt = 0; attempt < patience && !document.getElementById(message) && this.node.isConnected; attempt += 1) {
      if (!attempt) this.#list.append(this.#message({ role: 'owner pending', text, at: new Date().toISOString() }));
      await new Promise((resolve) => { setTimeout(resolve, 1_000); });
      const { messages } = await get(`${this.#path}?limit=10`);
      if (messages.some((/** @type {any} */ each) => each.id === message)) await this.#catchUp();
    }
  }

  /** @param {'join' | 'leave'} how */
  async #change(how) {
    await post(`${this.#path}/${how}`);
    await this.#read();
  }

  async #export() {
    download(`conversation-${this.#session}.json`, 'application/json', JSON.stringify(await whole(this.#session), null, 2));
  }

  #erase() {
    this.node.hidden = true;
    act(t('Erased'), async (isLeaving) => {
      await remove(this.#path, isLeaving);
      if (!isLeaving && location.hash.includes(this.#session)) location.hash = '#/conversations';
    }, () => { this.node.hidden = false; });
  }
}

/** @param {number} milliseconds */
const seconds = (milliseconds) => {
  const maximumFractionDigits = milliseconds < 1_000 ? 2 : 1;
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'second', maximumFractionDigits }).format(milliseconds / 1_000);
};

/** @param {{ id: string, title: string, quote: string }[]} citations */
const sources = (citations) => el('ol', 'sources', ...citations.map(({ id, title, quote }) =>
  el('li', '', link(title, `#/knowledge/persona/${encodeURIComponent(id)}`), ' ', el('q', '', quote))));
