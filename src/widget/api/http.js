// Requests with the session's ticket, which is renewed, and the session opened, where that is needed.
import { Problem } from './problem.js';

const json = { 'content-type': 'application/json' };

export class Http {
  #server;
  #memory;

  /**
   * @param {string} server the twin's origin
   * @param {import('./memory.js').Memory} memory
   */
  constructor(server, memory) {
    this.#server = server;
    this.#memory = memory;
  }

  /**
   * Throws a {@link Problem} where the answer is one.
   * @param {string} path
   * @param {RequestInit} [options]
   * @returns {Promise<Response>}
   */
  async fetch(path, options = {}) {
    const { session } = this.#memory;
    try {
      return await this.#request(path, options, session?.ticket);
    } catch (error) {
      if (!session || !(error instanceof Problem) || error.code !== 'ticket_expired') throw error;

      // The machine slept, or the visitor is back after a while.
      const renewed = await this.#request(`/api/sessions/${session.id}/ticket`, { method: 'POST' }, session.ticket);
      const { ticket } = await renewed.json();
      this.#memory.session = { id: session.id, ticket };
      return this.#request(path, options, ticket);
    }
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {Record<string, string>} [headers]
   */
  post(path, body, headers) {
    return this.fetch(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  }

  /**
   * Does something in the session, in a new one where it is no more or the server has a new key.
   * @template T
   * @param {() => Promise<T>} work
   * @param {AbortSignal} [signal]
   */
  async inSession(work, signal) {
    await this.#open(signal);
    const { session } = this.#memory;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 401 && error.code !== 'session_not_found')) throw error;

      // Another tab may have a new one already.
      if (this.#memory.session?.id === session?.id) this.#memory.session = null;
      await this.#open(signal);
      return work();
    }
  }

  /**
   * Opens a session where there is none: one, however many tabs ask at once.
   * @param {AbortSignal} [signal]
   */
  async #open(signal) {
    if (this.#memory.session) return;
    await this.#memory.withLock(async () => {
      if (this.#memory.session) return;
      const opened = await (await this.fetch('/api/sessions', { method: 'POST', signal })).json();
      this.#memory.session = { id: opened.sessionId, ticket: opened.ticket };
    });
  }

  /**
   * @param {string} path
   * @param {RequestInit} options
   * @param {string} [ticket]
   */
  async #request(path, options, ticket) {
    const headers = { ...Object(options.headers), ...(ticket && { authorization: `Bearer ${ticket}` }) };
    const response = await fetch(this.#server + path, { ...options, credentials: 'omit', headers });
    if (response.ok) return response;
    const said = await response.json().catch(() => ({}));
    const retryAfter = Number(response.headers.get('retry-after')) || 0;
    throw new Problem({ title: `The twin answered ${response.status}.`, ...said, status: response.status, retryAfter });
  }
}
