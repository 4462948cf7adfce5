// One conversation: what was said, with what it was said from, and the owner's part in it.
import { MarkdownView } from '../../../widget/messages/markdown.js';
import { get, post, remove } from '../../core/api.js';
import { live, watch } from '../../core/live.js';
import { area, button, download, el, field, form, link, written } from '../../core/ui.js';
import { setup } from '../../core/setup.js';
import { act, say } from '../../core/undo.js';
import { language, money, t, when } from '../../core/words.js';
import { correction } from './correction.js';
import { details } from './details.js';

const page = 200;
const patience = 30;

export class Transcript {
  #session;
  #path;
  #aimed;
  #list = el('ol', 'messages');
  #head = el('header');
  #isIn = false;
  #text = area('', 3);
  #release = () => {};
  node = el('article', 'transcript');

  /** @param {string} session @param {string} [aimed] the message to begin at */
  constructor(session, aimed) {
    this.#session = session;
    this.#path = `/api/owner/conversations/${session}`;
    this.#aimed = aimed;
    this.node.tabIndex = -1;
    this.#text.required = true;
    const reply = form([field(t('Reply as yourself'), this.#text)], t('Send'), () => this.#say());
    this.node.append(this.#head, this.#list, reply);
    live.addEventListener('news', this.#hear);
  }

  /** @param {string} session @param {string} [aimed] */
  static async open(session, aimed) {
    const transcript = new Transcript(session, aimed);
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
    if (event.detail.session === this.#session && !this.#list.contains(document.activeElement?.closest('form') ?? null)) this.#read();
  };

  async #read() {
    const view = await get(`${this.#path}?limit=${page}`);
    this.#isIn = Boolean(view.isPersonHere);
    this.#release();
    this.#release = this.#isIn ? watch() : () => {};
    this.#showHead(view);
    this.#list.replaceChildren();
    if (view.before) this.#list.append(el('li', '', button(t('Show earlier ones'), () => this.#earlier(view.before))));
    this.#list.append(...this.#messages(view.messages));
    this.#list.querySelector('.aimed')?.scrollIntoView({ block: 'center' });
  }

  /** @param {number} before */
  async #earlier(before) {
    const view = await get(`${this.#path}?limit=${page}&before=${before}`);
    this.#list.firstElementChild?.replaceWith(
      ...(view.before ? [el('li', '', button(t('Show earlier ones'), () => this.#earlier(view.before)))] : []),
      ...this.#messages(view.messages));
  }

  /** @param {any[]} messages */
  #messages(messages) {
    return messages.map((message, i) => this.#message(message, messages[i - 1]));
  }

  /** @param {any} view */
  #showHead({ conversation, cost, usage, openTurns }) {
    const facts = [when(conversation.createdAt), conversation.origin, conversation.locale,
      cost ? money(cost, setup.currency) : '', usage.outputTokens ? t('{0} tokens', usage.inputTokens + usage.outputTokens) : ''];
    this.#head.replaceChildren(
      link(t('All conversations'), '#/conversations', 'back'),
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
    const who = /** @type {Record<string, string>} */ ({ user: t('Visitor'), assistant: t('Twin'), owner: t('You') })[message.role];
    const body = Object.assign(el('div', 'body'), { dir: 'auto' });
    const citations = message.citations ?? [];
    new MarkdownView(body, (number) => citations[number - 1] ? el('sup', '', String(number)) : null).show(message.text);
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
    const { message } = await post(`${this.#path}/messages`, { text });
    this.#text.value = '';
    await this.#read();

    // Where a turn waited for these words, it has them in a moment, and the history when it is over.
    for (let attempt = 0; attempt < patience && !document.getElementById(message) && this.node.isConnected; attempt += 1) {
      if (!attempt) this.#list.append(this.#message({ role: 'owner', text, at: new Date().toISOString() }));
      await new Promise((resolve) => { setTimeout(resolve, 1_000); });
      if (await this.#has(message)) await this.#read();
    }
  }

  /** @param {string} id */
  async #has(id) {
    const { messages } = await get(`${this.#path}?limit=10`);
    return messages.some((/** @type {any} */ message) => message.id === id);
  }

  /** @param {'join' | 'leave'} how */
  async #change(how) {
    await post(`${this.#path}/${how}`);
    await this.#read();
  }

  async #export() {
    const messages = [];
    for (let before = ''; ;) {
      const view = await get(`${this.#path}?limit=${page}${before && `&before=${before}`}`);
      messages.unshift(...view.messages);
      before = view.before ?? '';
      if (!before) {
        const all = JSON.stringify({ ...view, messages, before: undefined }, null, 2);
        download(`conversation-${this.#session}.json`, 'application/json', all);
        return;
      }
    }
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
