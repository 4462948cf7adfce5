// Speaks the twin's HTTP API: tickets, turns, history, erasure.
import { Http } from './http.js';
import { Problem } from './problem.js';
import { attempts, pause, resume } from './sse.js';

/**
 * @typedef {{ id: string, title: string, quote: string, page?: number, url?: string }} Citation
 * @typedef {'user' | 'assistant' | 'owner'} Role
 * @typedef {{ id: string, role: Role, text: string, citations?: Citation[], pictures?: number }} HistoryMessage
 * @typedef {{ turn: string, messageId?: string, message?: string }} OpenTurn one without a message is the person's
 * @typedef {{ mediaType: string, data: string }} Picture as base64
 * @typedef {{ name: string, contact: string, message: string, consent: boolean }} Lead
 * @typedef {{
 *   name: string, headline: string, greeting: string, suggestedQuestions: string[], avatar: string,
 *   voice: boolean, pictures: boolean,
 * }} Card
 */

const stream = { accept: 'text/event-stream' };

export class TwinClient {
  #http;
  #memory;
  #locale;
  #streams = new AbortController();

  /**
   * @param {string} server the twin's origin
   * @param {import('./memory.js').Memory} memory
   * @param {string} locale
   */
  constructor(server, memory, locale) {
    this.#http = new Http(server, memory);
    this.#memory = memory;
    this.#locale = locale;
  }

  /** @returns {Promise<Card>} */
  async card() {
    return (await this.#http.fetch('/api/persona/card')).json();
  }

  /**
   * The latest messages, oldest first, and whether there are more.
   * @param {number} count
   * @returns {Promise<{ messages: HistoryMessage[], more: boolean }>}
   */
  async history(count) {
    const { session } = this.#memory;
    /** @type {HistoryMessage[]} */
    let messages = [];
    if (!session) return { messages, more: false };
    try {
      for (let before = ''; ;) {
        const limit = Math.min(200, count - messages.length);
        const response = await this.#http.fetch(`/api/sessions/${session.id}/messages?limit=${limit}${before}`);
        const page = await response.json();
        messages = [...page.messages, ...messages];
        if (!page.before || messages.length >= count) return { messages, more: Boolean(page.before) };
        before = `&before=${page.before}`;
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;

      // The session no longer exists; keep a newer one.
      if (this.#memory.session?.id === session.id && error.status !== 401) this.#memory.session = null;
      return { messages: [], more: false };
    }
  }

  /**
   * One turn's events. A message that is sent twice is one turn.
   * @param {string} message
   * @param {string} messageId
   * @param {Picture[]} pictures
   */
  chat(message, messageId, pictures) {
    const attachments = pictures.length ? pictures : undefined;
    const body = JSON.stringify({ message, messageId, locale: this.#locale || undefined, attachments });
    return this.#follow((signal) => this.#send('/api/chat', signal, 'application/json', body));
  }

  /**
   * A turn whose message is spoken.
   * @param {Blob} sound
   * @param {string} messageId
   */
  voice(sound, messageId) {
    const query = new URLSearchParams({ messageId, ...(this.#locale && { locale: this.#locale }) });
    return this.#follow((signal) => this.#send(`/api/chat/voice?${query}`, signal, sound.type.split(';')[0], sound));
  }

  /**
   * The events of a turn that was begun elsewhere.
   * @param {string} turn
   */
  events(turn) {
    return this.#follow((signal) => this.#events(turn, signal));
  }

  /**
   * Answers what the twin asked back; the turn's events go on where they are followed.
   * @param {string} turn
   * @param {string} answer
   */
  async clarify(turn, answer) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // As events, the answer to this comes as soon as it is taken; the turn itself is followed elsewhere.
        const response = await this.#http.post(`/api/turns/${turn}/clarify`, { answer }, stream);
        response.body?.cancel().catch(() => {});
        return;
      } catch (error) {
        if (error instanceof Problem) {
          // An earlier try whose answer was lost has done it.
          if (attempt > 1 && (error.code === 'turn_not_waiting' || error.code === 'turn_over')) return;
          throw error;
        }
        if (attempt >= attempts) throw error;
        await pause(attempt);
      }
    }
  }

  /**
   * @param {string} turn
   * @param {'up' | 'down' | 'none'} rating
   * @param {string} [note]
   */
  async rate(turn, rating, note) {
    await this.#http.post(`/api/turns/${turn}/feedback`, { rating, note: note || undefined });
  }

  /** @param {Lead} lead */
  async leave(lead) {
    await this.#http.inSession(() => this.#http.post(`/api/sessions/${this.#memory.session?.id}/leads`, lead));
  }

  /** @param {string} turn */
  async cancel(turn) {
    await this.#http.fetch(`/api/turns/${turn}`, { method: 'DELETE' });
  }

  /**
   * Erases the session on the server and here.
   * @returns {Promise<boolean>} false where its ticket is too old for the server: there it ends by itself
   */
  async forget() {
    const { session } = this.#memory;
    let erased = true;
    if (session) {
      try {
        await this.#http.fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
      } catch (error) {
        if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 404)) throw error;
        erased = error.status === 404;
      }
    }
    this.abortAll();
    this.#memory.clear();
    return erased;
  }

  /** Ends every stream: nothing more comes of what runs. */
  abortAll() {
    this.#streams.abort();
    this.#streams = new AbortController();
  }

  /**
   * @param {(signal: AbortSignal) => Promise<Response>} begin
   * @returns {AsyncGenerator<import('./sse.js').TurnEvent, void>}
   */
  async* #follow(begin) {
    const { signal } = this.#streams;
    let turn = '';
    const events = resume((lastId) => (lastId ? this.#events(turn, signal, lastId) : begin(signal)), signal);
    for await (const event of events) {
      if (signal.aborted) return;
      const { turnId, sessionId, ticket } = event.data;
      if (event.type === 'turn.started') turn = turnId;
      if (ticket) this.#memory.session = { id: sessionId, ticket };
      yield event;
    }
  }

  /**
   * @param {string} turn
   * @param {AbortSignal} signal
   * @param {string} [lastId]
   */
  #events(turn, signal, lastId) {
    const headers = { ...stream, ...(lastId && { 'last-event-id': lastId }) };
    return this.#http.fetch(`/api/turns/${turn}/events`, { signal, headers });
  }

  /**
   * @param {string} path
   * @param {AbortSignal} signal
   * @param {string} type
   * @param {BodyInit} body
   */
  #send(path, signal, type, body) {
    const request = { signal, method: 'POST', headers: { ...stream, 'content-type': type }, body };
    return this.#http.inSession(() => this.#http.fetch(path, request), signal);
  }
}
