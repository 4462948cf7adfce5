// Speaks the twin's HTTP API: tickets, server-sent events that resume after a lost connection, history, erasure.

/** @typedef {{ id: string, title: string, quote: string }} Citation */
/** @typedef {{ id: string, role: 'user' | 'assistant' | 'owner', text: string, citations?: Citation[], pictures?: number }} HistoryMessage */
/** @typedef {{ name: string, headline: string, greeting: string, suggestedQuestions: string[], avatar: string, voice: boolean, pictures: boolean }} Card */
/** @typedef {{ id?: string, type: string, data: any }} TurnEvent */
/** @typedef {{ turn: string, messageId: string, message: string }} OpenTurn a turn that was not over when it was last looked at */
/** @typedef {{ mediaType: string, data: string }} Picture as base64 */

/** What the API said went wrong (RFC 9457). */
export class Problem extends Error {
  /** @param {{ title: string, detail?: string, code?: string, status?: number, retryAfter?: number }} problem */
  constructor({ title, detail, code = '', status = 0, retryAfter = 0 }) {
    super(detail ? `${title} ${detail}` : title);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const attempts = 8;
const longestPause = 5_000;

// The server shows a sign of life every 15 s. A connection that died while the machine slept shows none, and no error either.
const silence = 40_000;

/** Waits before another attempt, and until there is a connection. @param {number} attempt */
const pause = async (attempt) => {
  await new Promise((resolve) => { setTimeout(resolve, Math.min(longestPause, 250 * 2 ** attempt)); });
  if (!navigator.onLine) await new Promise((resolve) => { addEventListener('online', resolve, { once: true }); });
};

/** @template T @param {Promise<T>} work @returns {Promise<T>} */
const orSilence = async (work) => {
  let timer = 0;
  const silent = new Promise((_, reject) => { timer = window.setTimeout(() => reject(new TypeError('The stream fell silent.')), silence); });
  try {
    return /** @type {T} */ (await Promise.race([work, silent]));
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Takes a byte stream apart into events: https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @param {ReadableStream<Uint8Array>} body @returns {AsyncGenerator<TurnEvent, void>}
 */
async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await orSilence(reader.read());
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (/** @type {string} */ name) => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field('data');
        if (data) yield { id: field('id'), type: field('event') ?? '', data: JSON.parse(data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

export class TwinClient {
  #server;
  #memory;
  #locale;
  #streams = new AbortController();

  /** @param {string} server the twin's origin @param {import('./memory.js').Memory} memory @param {string} locale */
  constructor(server, memory, locale) {
    this.#server = server;
    this.#memory = memory;
    this.#locale = locale;
  }

  /** @returns {Promise<Card>} */
  async card() {
    return (await this.#fetch('/api/persona/card')).json();
  }

  /** The latest messages, oldest first, and whether there are more. @param {number} count @returns {Promise<{ messages: HistoryMessage[], more: boolean }>} */
  async history(count) {
    const { session } = this.#memory;
    if (!session) return { messages: [], more: false };
    try {
      /** @type {HistoryMessage[]} */
      let messages = [];
      for (let before = ''; ;) {
        const page = await (await this.#fetch(`/api/sessions/${session.id}/messages?limit=${Math.min(200, count - messages.length)}${before}`)).json();
        messages = [...page.messages, ...messages];
        if (!page.before || messages.length >= count) return { messages, more: Boolean(page.before) };
        before = `&before=${page.before}`;
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500 || error.status === 429) throw error;

      // It is no more. A visitor who was quick has a new one by now, which stays.
      if (this.#memory.session?.id === session.id && error.status !== 401) this.#memory.session = null;
      return { messages: [], more: false };
    }
  }

  /** One turn's events. A lost connection is taken up where it broke off; a message sent twice is one turn. @param {string} message @param {string} messageId @param {Picture[]} pictures */
  async* chat(message, messageId, pictures) {
    const body = JSON.stringify({ message, messageId, locale: this.#locale || undefined, attachments: pictures.length ? pictures : undefined });
    yield* this.#follow('', (signal) => this.#send('/api/chat', { signal, headers: { 'content-type': 'application/json' }, body }));
  }

  /** A turn whose message is spoken. @param {Blob} sound @param {string} messageId */
  async* voice(sound, messageId) {
    const query = new URLSearchParams({ messageId, ...(this.#locale && { locale: this.#locale }) });
    yield* this.#follow('', (signal) => this.#send(`/api/chat/voice?${query}`, { signal, headers: { 'content-type': sound.type.split(';')[0] }, body: sound }));
  }

  /** The events of a turn that was begun elsewhere. @param {string} turn */
  async* events(turn) {
    yield* this.#follow(turn, (signal) => this.#events(turn, signal, {}));
  }

  /** Answers what the twin asked back; the turn's events go on where they are followed. @param {string} turn @param {string} answer */
  async clarify(turn, answer) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // As events, the answer to this comes as soon as it is taken; the turn itself is followed elsewhere.
        const response = await this.#post(`/api/turns/${turn}/clarify`, { answer }, { accept: 'text/event-stream' });
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

  /** @param {string} turn @param {'up' | 'down' | 'none'} rating @param {string} [note] */
  async rate(turn, rating, note) {
    await this.#post(`/api/turns/${turn}/feedback`, { rating, note: note || undefined });
  }

  /** @param {{ name: string, contact: string, message: string, consent: boolean }} lead */
  async leave(lead) {
    await this.#inSession(() => this.#post(`/api/sessions/${this.#memory.session?.id}/leads`, lead));
  }

  /** @param {string} turn */
  async cancel(turn) {
    if (turn) await this.#fetch(`/api/turns/${turn}`, { method: 'DELETE' });
  }

  /** Erases the session on the server and here. @returns {Promise<boolean>} false where its ticket is too old for the server: there it ends by itself */
  async forget() {
    const { session } = this.#memory;
    let erased = true;
    if (session) {
      try {
        await this.#fetch(`/api/sessions/${session.id}`, { method: 'DELETE' });
      } catch (error) {
        if (!(error instanceof Problem) || (error.status !== 401 && error.status !== 404)) throw error;
        erased = error.status === 404;
      }
    }
    this.letGo();
    this.#memory.clear();
    return erased;
  }

  /** Ends every stream: nothing more comes of what runs. */
  letGo() {
    this.#streams.abort();
    this.#streams = new AbortController();
  }

  /** @param {string} turn @param {(signal: AbortSignal) => Promise<Response>} begin @returns {AsyncGenerator<TurnEvent, void>} */
  async* #follow(turn, begin) {
    const { signal } = this.#streams;
    let lastId = '';
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = turn && lastId ? await this.#events(turn, signal, { 'last-event-id': lastId }) : await begin(signal);
        for await (const event of readEvents(/** @type {ReadableStream<Uint8Array>} */ (response.body))) {
          if (signal.aborted) return;
          if (event.type === 'turn.started') turn = event.data.turnId;
          if (event.data.ticket) this.#memory.session = { id: event.data.sessionId, ticket: event.data.ticket };
          lastId = event.id ?? lastId;
          attempt = 1;
          yield event;
          if (event.type === 'turn.completed' || event.type === 'turn.failed' || event.type === 'problem') return;
        }
        throw new TypeError('The stream ended early.');
      } catch (error) {
        if (signal.aborted) return;
        const passing = !(error instanceof Problem) || (lastId && error.status >= 500);
        if (!passing || attempt >= attempts) throw error;
        await pause(attempt);

        // Whoever was let go meanwhile sends nothing more.
        if (signal.aborted) return;
      }
    }
  }

  /** @param {string} turn @param {AbortSignal} signal @param {Record<string, string>} headers */
  #events(turn, signal, headers) {
    return this.#fetch(`/api/turns/${turn}/events`, { signal, headers: { accept: 'text/event-stream', ...headers } });
  }

  /** @param {string} path @param {object} body @param {Record<string, string>} [headers] */
  #post(path, body, headers) {
    return this.#fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  }

  /** @param {string} path @param {{ signal: AbortSignal, headers: Record<string, string>, body: BodyInit }} request */
  #send(path, { signal, headers, body }) {
    return this.#inSession(() => this.#fetch(path, { signal, method: 'POST', headers: { accept: 'text/event-stream', ...headers }, body }), signal);
  }

  /** Does something in the session, in a new one where it is no more or the server has a new key. @template T @param {() => Promise<T>} work @param {AbortSignal} [signal] */
  async #inSession(work, signal) {
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

  /** Opens a session where there is none: one, however many tabs ask at once. @param {AbortSignal} [signal] */
  async #open(signal) {
    if (this.#memory.session) return;
    await this.#memory.alone(async () => {
      if (this.#memory.session) return;
      const opened = await (await this.#fetch('/api/sessions', { method: 'POST', signal })).json();
      this.#memory.session = { id: opened.sessionId, ticket: opened.ticket };
    });
  }

  /** @param {string} path @param {RequestInit} [options] @returns {Promise<Response>} */
  async #fetch(path, options = {}) {
    const { session } = this.#memory;
    const response = await this.#request(path, options, session?.ticket);
    if (response.ok) return response;
    const problem = await this.#problem(response);
    if (problem.code !== 'ticket_expired' || !session) throw problem;

    // The machine slept, or the visitor is back after a while.
    const renewed = await this.#request(`/api/sessions/${session.id}/ticket`, { method: 'POST' }, session.ticket);
    if (!renewed.ok) throw problem;
    const { ticket } = await renewed.json();
    this.#memory.session = { id: session.id, ticket };
    const again = await this.#request(path, options, ticket);
    if (again.ok) return again;
    throw await this.#problem(again);
  }

  /** @param {string} path @param {RequestInit} options @param {string} [ticket] */
  #request(path, options, ticket) {
    return fetch(this.#server + path, { ...options, credentials: 'omit', headers: { .../** @type {Record<string, string>} */ (options.headers), ...(ticket && { authorization: `Bearer ${ticket}` }) } });
  }

  /** @param {Response} response */
  async #problem(response) {
    const said = await response.json().catch(() => ({}));
    return new Problem({ title: `The twin answered ${response.status}.`, ...said, status: response.status, retryAfter: Number(response.headers.get('retry-after')) || 0 });
  }
}
