// One conversation: what the visitor does, what comes of it, and what other tabs of the site tell of it.
import { followPerson } from './person.js';
import { ShownTurn } from './shown-turn.js';

/** @typedef {import('../input/composer.js').Attached} Attached */

// What a page shows at first, and more of with each wish for earlier messages.
const pageOfHistory = 60;

const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

export class Conversation {
  /** The turn that keeps the visitor from sending: sent, or answered, in this tab. @type {ShownTurn | null} */
  #running = null;

  /** The turn that asks: what is said next, typed or clicked, is its answer. @type {ShownTurn | null} */
  #asking = null;

  /** The turns that are shown as they go, and the person's. @type {Set<string>} */
  #followed = new Set();

  /** Aborted when everything that is shown is forgotten. */
  #shown = new AbortController();

  /**
   * @param {import('../api/client.js').TwinClient} client
   * @param {import('../api/memory.js').Memory} memory
   * @param {import('../panel.js').Panel} view
   */
  constructor(client, memory, view) {
    this.client = client;
    this.memory = memory;
    this.view = view;
    memory.subscribe((news) => {
      if (news.type === 'forgot') this.#begin();
      else this.#takeUp(news);
    });
  }

  /** Shows what was said before and goes on with what is not over. */
  async start() {
    const { messages, more } = await this.client.history(pageOfHistory);
    const { transcript } = this.view;

    // A visitor who was quick has said something by now.
    if (transcript.length > 0) transcript.extend(messages, more);
    else {
      transcript.restore(messages, more);
      if (messages.length === 0) this.#greet();
    }
    this.#resume(this.memory.ofTab('turn'));
  }

  /** Shows more of what was said before. */
  async earlier() {
    const { transcript } = this.view;
    try {
      const { messages, more } = await this.client.history(transcript.length + pageOfHistory);
      transcript.extend(messages, more);
    } catch (error) {
      this.view.problem('problem', error);
    }
  }

  /**
   * The visitor says something: a question, or the answer to what the twin asked.
   * @param {string} text
   * @param {Attached[]} [attached]
   */
  say(text, attached = []) {
    if (this.#asking) {
      this.#running = this.#asking;
      this.#running.reply(text);
    } else if (!this.#running) this.#ask(text, attached, newId());
  }

  /** The visitor spoke. @param {Blob} sound */
  speak(sound, messageId = newId()) {
    this.#show(this.client.voice(sound, messageId), {
      message: '',
      messageId,
      typing: this.view.strings.listening,
      retry: (anew) => this.speak(sound, anew ? this.#anew(messageId) : messageId),
      heard: (text) => this.#said(messageId, text),
    });
  }

  /** Ends what is being written, or sent. */
  stop() {
    const running = this.#running;
    if (running?.state === 'sending') {
      this.client.abortAll();
      this.catchUp();
    } else if (running) this.client.cancel(running.id).catch(() => {});
  }

  /** Whether a reply is being written: then a hidden page goes on all the same. */
  get isBusy() {
    return Boolean(this.#running);
  }

  /** Whether what is said now is a message of its own. */
  get isFree() {
    return !this.#running && !this.#asking;
  }

  /** Erases everything, in every tab. */
  async forget() {
    const erased = await this.client.forget();
    this.memory.broadcast({ type: 'forgot' });
    this.#begin();
    if (!erased) this.view.transcript.problem('problem', this.view.strings.forgotHere);
  }

  /** Looks for what was said elsewhere meanwhile. */
  async catchUp() {
    const { transcript } = this.view;
    try {
      const { messages } = await this.client.history(pageOfHistory);
      transcript.keeping(() => transcript.merge(messages));
      this.#resume();
    } catch {
      // The next time, then.
    }
  }

  /** A turn has another state. @param {ShownTurn} turn */
  changed(turn) {
    const [wasRunning, wasAsking] = [this.#running === turn, this.#asking === turn];
    const { state } = turn;
    if (state === 'over') this.#followed.delete(turn.id);
    else this.#followed.add(turn.id);
    if (wasRunning && state !== 'streaming') this.#running = null;
    if (state === 'asking') {
      this.#asking = turn;
      this.view.offer(turn.options, this.view.strings.options, turn.fields);
    } else if (wasAsking) {
      this.#asking = null;
      this.view.offer([]);
    }
    this.#tell();
    if (state === 'over' && turn.isOwn && this.isFree) {
      this.view.offer(turn.suggestions, this.view.strings.suggestions);
      this.view.offerAgain(turn.message);
      if (wasRunning) this.view.focus();
    }
  }

  /** The person will reply, in a turn of their own. @param {string} turn */
  followPerson(turn) {
    if (this.#followed.has(turn)) return;
    this.#followed.add(turn);
    followPerson(turn, this).finally(() => this.#followed.delete(turn));
  }

  /**
   * @param {string} text
   * @param {Attached[]} attached
   * @param {string} messageId
   */
  #ask(text, attached, messageId) {
    this.#said(messageId, text, attached);
    this.#show(this.client.chat(text, messageId, attached.map(({ picture }) => picture)), {
      message: text,
      messageId,
      typing: attached.length ? this.view.strings.looking : undefined,
      retry: (anew) => this.#ask(text, attached, anew ? this.#anew(messageId) : messageId),
    });
  }

  /**
   * @param {string} messageId
   * @param {string} text
   * @param {Attached[]} [attached]
   */
  #said(messageId, text, attached = []) {
    const { transcript } = this.view;
    if (transcript.has(messageId)) return;
    transcript.user(messageId, text, attached.map(({ canvas }) => canvas));
    this.view.emit('message', { messageId, role: 'user', text });
  }

  /** A failure that the server keeps would come again under the same id. @param {string} messageId */
  #anew(messageId) {
    this.view.transcript.remove(messageId);
    return newId();
  }

  #greet() {
    const { transcript, strings } = this.view;
    transcript.reply('greeting').show(this.view.card.greeting, []);
    this.view.offer(this.view.card.suggestedQuestions.slice(0, 5), strings.suggestions);
  }

  /** Begins anew, with nothing. */
  #begin() {
    this.client.abortAll();
    this.#shown.abort();
    this.#shown = new AbortController();
    this.#running = this.#asking = null;
    this.#followed.clear();
    this.#tell();
    this.view.transcript.clear();
    this.view.forgetDraft();
    this.#greet();
    this.view.focus();
  }

  /** Takes up the turns that were not over when a page was left. @param {string} [own] what this tab was at */
  #resume(own) {
    for (const open of this.memory.openTurns) this.#takeUp(open, open.turn === own);
  }

  /** @param {import('../api/client.js').OpenTurn} open @param {boolean} [isOwn] asked in this tab before a reload */
  #takeUp({ turn, messageId, message = '' }, isOwn = false) {
    const { transcript } = this.view;
    if (this.#followed.has(turn)) return;
    if (transcript.has(turn)) this.memory.forgetTurn(turn);
    else if (!messageId) this.followPerson(turn);
    else {
      if (!transcript.has(messageId)) transcript.user(messageId, message);
      this.#followed.add(turn);

      // After a reload it is this tab's as before: what is being written can be stopped.
      const retry = (/** @type {boolean} */ anew) => this.#ask(message, [], anew ? this.#anew(messageId) : messageId);
      this.#show(this.client.events(turn), { turn, message, messageId, ...(isOwn && { retry }) });
    }
  }

  /**
   * @param {AsyncGenerator<import('../api/sse.js').TurnEvent, void>} events
   * @param {import('./shown-turn.js').Asked} asked
   */
  #show(events, asked) {
    const turn = new ShownTurn(this, asked, this.#shown.signal);
    if (turn.isOwn) {
      this.#running = turn;
      this.view.offer([]);
      this.view.offerAgain('');
      this.#tell();
    }
    turn.follow(events);
  }

  #tell() {
    this.view.busy(this.isBusy, Boolean(this.#asking));
  }
}
