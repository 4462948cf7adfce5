// One turn that is shown as it goes: what each of its events does.
import { Problem } from '../api/problem.js';
import { fill } from '../ui/strings.js';
import { wordingOf } from '../ui/wording.js';
import { TurnView } from './turn-view.js';

/**
 * @typedef {import('../api/sse.js').TurnEvent} TurnEvent
 * @typedef {'sending' | 'streaming' | 'asking' | 'waiting' | 'over'} TurnState
 *   `sending` until the server has begun it, `asking` for the visitor's answer, `waiting` for the owner or the server
 * @typedef {{
 *   turn?: string,
 *   message: string,
 *   messageId: string,
 *   typing?: string,
 *   retry?: (anew: boolean) => void,
 *   heard?: (text: string) => void,
 * }} Asked `turn` where it is taken up, `retry` where it was asked in this tab, `heard` where it was spoken
 */

// Then there is nothing left to answer.
const closed = ['clarification_expired', 'turn_over', 'turn_not_waiting'];

export class ShownTurn {
  /** @type {TurnState} */
  state = 'sending';

  /** The server's, which one that is being sent does not have yet. */
  id;

  /**
   * Answers to choose from.
   * @type {string[]}
   */
  options = [];

  /**
   * Labels of what is asked for at once.
   * @type {string[]}
   */
  fields = [];

  /**
   * Questions that the twin answers, where it did not answer this one.
   * @type {string[]}
   */
  suggestions = [];
  #conversation;
  #asked;
  #signal;
  #drawn;

  #hasFailed = false;

  /** @type {import('../messages/cards.js').Offering[]} shown once the reply is there, which leads to them */
  #offerings = [];

  /** How many of the answers the server has. */
  #confirmed = 0;

  /**
   * @param {import('./conversation.js').Conversation} conversation
   * @param {Asked} asked
   * @param {AbortSignal} signal aborted once everything that was shown is forgotten: then it touches nothing any more
   */
  constructor(conversation, asked, signal) {
    this.#conversation = conversation;
    this.#asked = asked;
    this.#signal = signal;
    this.id = asked.turn ?? '';
    this.#drawn = new TurnView(conversation.view.transcript, asked.typing);
  }

  /** What the visitor said, where it may be asked again: a failure offers that itself. */
  get message() {
    return this.#hasFailed ? '' : this.#asked.message;
  }

  /** Whether it was asked in this tab. */
  get isOwn() {
    return Boolean(this.#asked.retry);
  }

  /**
   * Shows the events as they come, until it is over.
   * @param {AsyncGenerator<TurnEvent, void>} events
   */
  async follow(events) {
    try {
      for await (const event of events) {
        this.#signal.throwIfAborted();
        this.#take(event);
      }
      this.#signal.throwIfAborted();
      if (this.state !== 'over') this.#left();
    } catch (error) {
      if (!this.#signal.aborted) this.#failed(error);
    }
    if (!this.#signal.aborted) this.#become('over');
  }

  /**
   * The visitor answers what was asked.
   * @param {string} text
   */
  async reply(text) {
    const { client, view } = this.#conversation;
    const undo = this.#drawn.answer(text);
    const number = this.#drawn.answers;
    this.#become('streaming');
    view.emit('message', { messageId: this.#drawn.answerId, role: 'user', text });
    try {
      await client.clarify(this.id, text);
    } catch (error) {
      // It arrived all the same, or is awaited no more.
      if (this.#confirmed >= number || this.state === 'over' || this.#signal.aborted) return;
      undo();
      view.problem(`problem ${this.id}`, error);
      this.#become(closed.includes(/** @type {Problem} */ (error).code) ? 'waiting' : 'asking');
    }
  }

  /**
   * @param {TurnEvent} event
   * @returns {void}
   */
  #take({ type, data }) {
    switch (type) {
      case 'turn.started': return this.#started(data);
      case 'transcript': return this.#heard(data);
      case 'problem': throw new Problem(data);
      case 'status': return this.#status(data);
      case 'delta': return this.#drawn.add(data);
      case 'citation': return this.#cite(data);
      case 'offerings': this.#offerings = data.items; return;
      case 'clarification': return this.#clarification(data);
      case 'answer': return this.#answer(data);
      case 'waiting': return this.#waiting(data);
      case 'hand_over': return this.#conversation.followPerson(data.turnId);
      case 'turn.completed':
      case 'turn.failed': return this.#over(data);
    }
  }

  /** @param {{ turnId: string }} data */
  #started({ turnId }) {
    if (this.state !== 'sending') return;
    const { messageId, message } = this.#asked;
    const open = { turn: turnId, messageId, message };
    this.id = turnId;
    this.#drawn.name(turnId);
    this.#conversation.memory.remember(open);
    this.#become('streaming');
    if (!this.isOwn) return;
    this.#conversation.memory.keepOfTab('turn', turnId);
    this.#conversation.memory.broadcast({ type: 'turn', ...open });
  }

  /** @param {{ text: string }} data */
  #heard({ text }) {
    this.#asked.message = text;
    this.#asked.heard?.(text);
    this.#drawn.toEnd();
  }

  /** @param {{ status: string }} data */
  #status({ status }) {
    if (status !== 'clarification') this.#goOn();
  }

  /** @param {import('../api/client.js').Citation & { number: number }} data */
  #cite(data) {
    this.#drawn.citations[data.number - 1] = data;
  }

  /** @param {{ question: string, options?: string[], fields?: string[] }} data */
  #clarification({ question, options = [], fields = [] }) {
    this.#drawn.ask(question);
    this.#conversation.view.announce(question);
    Object.assign(this, { options, fields });
    this.#become('asking');
  }

  /** @param {{ number: number, text: string }} data given here or in another tab */
  #answer({ number, text }) {
    this.#goOn();
    if (number > this.#drawn.answers) this.#drawn.answer(text);
    this.#confirmed = number;
  }

  /** @param {{ for: string }} data */
  #waiting(data) {
    const { view } = this.#conversation;
    if (data.for !== 'owner') return;
    this.#drawn.note(fill(view.strings.waiting, view.card));
    this.#become('waiting');
  }

  /** @param {any} turn the whole of it */
  #over({ turnId, messageId, status, reply = '', citations = [], suggestions = [], degraded = false, error }) {
    const { memory, view } = this.#conversation;
    this.state = 'over';
    this.suggestions = suggestions;
    memory.forgetTurn(turnId);
    const problem = error && new Problem(error);
    if (problem && !reply && problem.code !== 'turn_cancelled') throw problem;
    const notes = [degraded && view.strings.degraded, problem && wordingOf(problem, view.strings)].filter(Boolean);
    if (this.#offerings.length) this.#drawn.offer(this.#offerings);
    view.announce(this.#drawn.finish(reply, citations, notes));
    view.emit('reply', { turnId, messageId, status, degraded, text: reply, citations });
  }

  /** The stream was aborted: it is removed here, and replayed if it is still open. */
  #left() {
    const { messageId, retry } = this.#asked;
    const { transcript, strings } = this.#conversation.view;
    this.#drawn.vanish();
    if (retry && this.state === 'sending') {
      this.#hasFailed = true;
      transcript.problem(`problem ${messageId}`, strings.cancelled, () => retry(false));
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    const { messageId, retry } = this.#asked;
    const isOver = this.state === 'over';
    this.#hasFailed = true;
    if (isOver) this.#drawn.remove();
    else this.#drawn.vanish();
    if (error instanceof Problem && error.status < 500) this.#conversation.memory.forgetTurn(this.id);

    // A failure that the server keeps would come again under the same id.
    this.#conversation.view.problem(`problem ${messageId}`, error, retry && (() => retry(isOver)));
  }

  /** What was waited for has come. */
  #goOn() {
    if (this.state === 'asking' || this.state === 'waiting') this.#become('streaming');
  }

  /** @param {TurnState} state */
  #become(state) {
    this.state = state;
    this.#conversation.changed(this);
  }
}
