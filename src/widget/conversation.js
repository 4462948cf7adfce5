// One conversation: what the visitor does, what comes of it, and what other tabs of the site tell of it.
import { Problem } from './client.js';
import { ShownTurn } from './shown-turn.js';
import { fill } from './strings.js';
import { wordingOf } from './wording.js';

/**
 * @typedef {import('./client.js').OpenTurn} OpenTurn
 * @typedef {import('./client.js').TurnEvent} TurnEvent
 * @typedef {import('./reply.js').Reply} Reply
 * @typedef {{
 *   strings: import('./strings.js').Strings,
 *   transcript: import('./transcript.js').Transcript,
 *   busy: (busy: boolean, isAsked: boolean) => void,
 *   offer: (choices: string[], label: string, choose: (choice: string) => void) => void,
 *   announce: (text: string) => void,
 *   focus: () => void,
 * }} View
 * @typedef {{ message: string, messageId: string, typing?: string, retry?: (anew: boolean) => void, ask?: (text: string) => void }} Asked
 */

// What a page shows at first, and more of with each wish for earlier messages.
const pageOfHistory = 60;

// Then there is nothing left to answer.
const closed = ['clarification_expired', 'turn_over', 'turn_not_waiting'];

const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

export class Conversation {
  #client;
  #memory;
  #view;
  #card;

  /** The turn that keeps the visitor from sending, '' while it has no id yet. @type {string | null} */
  #running = null;

  /** The question that is open. @type {{ turn: string, answer: (text: string) => void } | null} */
  #pending = null;

  /** The turns that are shown as they go. @type {Set<string>} */
  #followed = new Set();

  /** Grows whenever everything that was shown is forgotten. */
  #epoch = 0;

  /** @param {import('./client.js').TwinClient} client @param {import('./memory.js').Memory} memory @param {import('./client.js').Card} card @param {View} view */
  constructor(client, memory, card, view) {
    this.#client = client;
    this.#memory = memory;
    this.#card = card;
    this.#view = view;
    memory.listen((news) => this.#hear(news));
  }

  /** Shows what was said before and goes on with what is not over. */
  async start() {
    await this.#restore();
    this.#resume();
  }

  /** Shows more of what was said before. */
  async earlier() {
    try {
      const { messages, more } = await this.#client.history(this.#view.transcript.length + pageOfHistory);
      this.#view.transcript.extend(messages, more);
    } catch (error) {
      this.#view.transcript.problem('problem', wordingOf(error, this.#view.strings));
    }
  }

  /** The visitor says something: a question, or the answer to what the twin asked. @param {string} text @param {import('./composer.js').Attached[]} [attached] */
  say(text, attached = []) {
    if (this.#pending) {
      const { turn, answer } = this.#pending;
      this.#stopAwaiting(turn);
      answer(text);
    } else if (this.#running === null) this.#ask(text, attached, newId());
  }

  /** The visitor spoke. @param {Blob} sound */
  speak(sound, messageId = newId()) {
    this.#view.offer([], '', () => {});
    this.#show(this.#client.voice(sound, messageId), {
      message: '', messageId, typing: this.#view.strings.listening, retry: (anew) => this.speak(sound, anew ? this.#anew(messageId) : messageId),
      ask: (text) => { if (!this.#view.transcript.has(messageId)) this.#view.transcript.user(messageId, text); },
    });
  }

  /** Ends what is being written, or sent. */
  stop() {
    if (this.#running) this.#client.cancel(this.#running).catch(() => {});
    else if (this.#running === '') {
      this.rest();
      this.catchUp();
    }
  }

  /** Lets go of everything that is followed. What is not over is taken up with {@link catchUp}. */
  rest() {
    this.#client.letGo();
  }

  /** Whether a reply is being written: then a page that nobody sees goes on all the same. */
  get isBusy() {
    return this.#running !== null;
  }

  /** Whether what is said now is a message of its own. */
  get isFree() {
    return this.#running === null && this.#pending === null;
  }

  /** Erases everything, in every tab. */
  async forget() {
    const erased = await this.#client.forget();
    this.#memory.tell({ type: 'forgot' });
    this.#begin();
    if (!erased) this.#view.transcript.problem('problem', this.#view.strings.forgotHere);
  }

  /** Looks for what was said elsewhere while nobody was looking. */
  async catchUp() {
    try {
      const { messages } = await this.#client.history(pageOfHistory);
      this.#view.transcript.keeping(() => this.#view.transcript.merge(messages));
      this.#resume();
    } catch {
      // The next time, then.
    }
  }

  /** @param {string} text @param {import('./composer.js').Attached[]} attached @param {string} messageId */
  #ask(text, attached, messageId) {
    const { transcript, offer, strings } = this.#view;
    offer([], '', () => {});
    if (!transcript.has(messageId)) transcript.user(messageId, text, attached.map(({ canvas }) => canvas));
    this.#show(this.#client.chat(text, messageId, attached.map(({ picture }) => picture)), {
      message: text, messageId, typing: attached.length ? strings.looking : undefined, retry: (anew) => this.#ask(text, attached, anew ? this.#anew(messageId) : messageId),
    });
  }

  /** A failure that the server keeps would come again under the same id. @param {string} messageId */
  #anew(messageId) {
    this.#view.transcript.remove(messageId);
    return newId();
  }

  async #restore() {
    const { messages, more } = await this.#client.history(pageOfHistory);
    const { transcript } = this.#view;

    // A visitor who was quick has said something by now.
    if (transcript.length > 0) transcript.extend(messages, more);
    else {
      transcript.restore(messages, more);
      if (messages.length === 0) this.#greet();
    }
  }

  #greet() {
    const { transcript, strings, offer } = this.#view;
    transcript.reply('greeting').show(this.#card.greeting, []);
    offer(this.#card.suggestedQuestions.slice(0, 5), strings.suggestions, (question) => this.say(question));
  }

  #begin() {
    this.#client.letGo();
    this.#epoch += 1;
    this.#pending = null;
    this.#followed.clear();
    this.#setRunning(null);
    this.#view.transcript.clear();
    this.#greet();
    this.#view.focus();
  }

  /** Takes up the turns that were not over when a page was left. */
  #resume() {
    for (const open of this.#memory.openTurns) this.#takeUp(open);
  }

  /** @param {OpenTurn} open */
  #takeUp({ turn, messageId, message }) {
    const { transcript } = this.#view;
    if (this.#followed.has(turn)) return;
    if (transcript.has(turn)) this.#memory.forgetTurn(turn);
    else if (!messageId) this.#follow(turn);
    else {
      if (!transcript.has(messageId)) transcript.user(messageId, message);
      this.#show(this.#client.events(turn), { message, messageId });
    }
  }

  /** @param {import('./memory.js').News} news */
  #hear(news) {
    if (news.type === 'forgot') this.#begin();
    else this.#takeUp(news);
  }

  /** @param {string | null} turn */
  #setRunning(turn) {
    this.#running = turn;
    this.#tell();
  }

  #tell() {
    this.#view.busy(this.#running !== null, this.#pending !== null);
  }

  /** The next thing said, typed or clicked, is the answer, and the same turn goes on. @param {string} turn @param {string[]} options @param {(text: string) => void} answer */
  #await(turn, options, answer) {
    this.#pending = { turn, answer };
    this.#view.offer(options, this.#view.strings.options, (option) => this.say(option));
    if (this.#running === turn) this.#running = null;
    this.#tell();
  }

  /** @param {string} turn */
  #stopAwaiting(turn) {
    if (this.#pending?.turn !== turn) return;
    this.#pending = null;
    this.#tell();
    this.#view.offer([], '', () => {});
  }

  /** What the person answers comes in a turn of its own. @param {string} turn */
  async #follow(turn) {
    if (this.#followed.has(turn)) return;
    this.#followed.add(turn);
    this.#memory.remember({ turn, messageId: '', message: '' });
    this.#memory.tell({ type: 'turn', turn, messageId: '', message: '' });
    try {
      for await (const { type, data } of this.#client.events(turn)) {
        if (type === 'turn.completed' && !this.#view.transcript.has(turn)) {
          const reply = this.#view.transcript.reply(turn, true);
          reply.show(data.reply, []);
          this.#view.announce(data.reply);
          this.#view.transcript.toEnd();
        }
        if (type === 'turn.completed' || type === 'turn.failed') this.#memory.forgetTurn(turn);
      }
    } catch (error) {
      // It is in the history whenever the page is opened again; one that is gone is not looked for again.
      if (error instanceof Problem && error.status < 500) this.#memory.forgetTurn(turn);
    } finally {
      this.#followed.delete(turn);
    }
  }

  /** Shows a turn's events as they come: the reply, what is asked back, and what comes of the answers. @param {AsyncGenerator<TurnEvent, void>} events @param {Asked} asked */
  async #show(events, asked) {
    const shown = new ShownTurn(this.#view, asked);
    const handlers = this.#handlers(shown, asked);
    const epoch = this.#epoch;
    if (asked.retry) this.#setRunning('');
    try {
      for await (const { type, data } of events) if (epoch === this.#epoch) handlers[type]?.(data);
      if (epoch === this.#epoch) this.#end(shown, asked);
    } catch (error) {
      if (epoch === this.#epoch) this.#fail(shown, asked, error);
    } finally {
      if (epoch === this.#epoch) this.#settle(shown, asked);
    }
  }

  /** What each kind of event does. @param {ShownTurn} shown @param {Asked} asked @returns {Record<string, (data: any) => void>} */
  #handlers(shown, asked) {
    const { strings, announce } = this.#view;
    return {
      'turn.started': ({ turnId }) => { if (!shown.turn) this.#started(shown, asked, turnId); },
      transcript: ({ text }) => {
        asked.message = text;
        asked.ask?.(text);
        shown.toEnd();
      },
      problem: (data) => { throw new Problem(data); },
      status: ({ status }) => { if (status !== 'clarification') this.#stopAwaiting(shown.turn); },
      delta: (data) => shown.add(data),
      citation: (data) => { shown.citations[data.number - 1] = data; },
      clarification: ({ question, options = [] }) => {
        shown.ask(question);
        announce(question);
        this.#await(shown.turn, options, this.#answerTo(shown, options));
      },
      answer: ({ number, text }) => {
        this.#stopAwaiting(shown.turn);
        if (number > shown.answers) shown.answer(text);
        shown.confirmed = number;
      },
      waiting: (data) => {
        if (data.for === 'owner') shown.note(fill(strings.waiting, { name: this.#card.name }));
        if (this.#running === shown.turn) this.#setRunning(null);
      },
      hand_over: ({ turnId }) => { this.#follow(turnId); },
      'turn.completed': (data) => shown.end(data),
      'turn.failed': (data) => shown.end(data),
    };
  }

  /** @param {ShownTurn} shown @param {Asked} asked @param {string} turn */
  #started(shown, asked, turn) {
    shown.name(turn);
    this.#followed.add(turn);
    if (this.#running === '') this.#setRunning(turn);
    const open = { turn, messageId: asked.messageId, message: asked.message };
    this.#memory.remember(open);
    if (asked.retry) this.#memory.tell({ type: 'turn', ...open });
  }

  /** @param {ShownTurn} shown @param {string[]} options @returns {(text: string) => void} */
  #answerTo(shown, options) {
    const epoch = this.#epoch;
    return (text) => {
      const undo = shown.answer(text);
      const number = shown.answers;
      this.#setRunning(shown.turn);
      this.#client.clarify(shown.turn, text).catch((error) => {
        // It arrived all the same, or nobody waits for it any more.
        if (shown.confirmed >= number || shown.isOver || epoch !== this.#epoch) return;
        undo();
        this.#setRunning(null);
        this.#view.transcript.problem(`problem ${shown.turn}`, wordingOf(error, this.#view.strings));
        if (!closed.includes(error.code)) this.#await(shown.turn, options, this.#answerTo(shown, options));
      });
    };
  }

  /** @param {ShownTurn} shown @param {Asked} asked */
  #end(shown, { messageId, retry }) {
    if (shown.isOver) {
      this.#memory.forgetTurn(shown.turn);
      shown.finish();
      return;
    }

    // Let go of. It is taken up from the start where it is still open, and so leaves the page until then.
    shown.vanish();
    if (!shown.turn && retry) this.#view.transcript.problem(`problem ${messageId}`, this.#view.strings.cancelled, () => retry(false));
  }

  /** @param {ShownTurn} shown @param {Asked} asked @param {unknown} error */
  #fail(shown, { messageId, retry }, error) {
    if (shown.isOver) shown.remove();
    else shown.vanish();
    if (error instanceof Problem && error.status < 500) this.#memory.forgetTurn(shown.turn);
    this.#view.transcript.problem(`problem ${messageId}`, wordingOf(error, this.#view.strings), retry && (() => retry(shown.isOver)));
  }

  /** @param {ShownTurn} shown @param {Asked} asked */
  #settle(shown, { retry }) {
    this.#stopAwaiting(shown.turn);
    this.#followed.delete(shown.turn);
    if (this.#running !== shown.turn && this.#running !== '') return;
    this.#setRunning(null);
    if (retry) this.#view.focus();
  }
}
