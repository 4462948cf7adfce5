// Speaks the twin's HTTP API: tickets, server-sent events that resume after a lost connection, history, erasure.

/** What the API said went wrong (RFC 9457). */
export class Problem extends Error {
  constructor({ title, detail, code, status }) {
    super(detail ? `${title} ${detail}` : title);
    this.code = code;
    this.status = status;
  }
}

const key = 'digital-twin-session';
const openKey = 'digital-twin-open-turns';
const retries = 5;
const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Takes a byte stream apart into events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const field = (name) => block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        if (field('data')) yield { id: field('id'), type: field('event'), data: JSON.parse(field('data')) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

export class TwinClient {
  #storage;
  #session;
  #restored;
  #streams = new AbortController();

  constructor(storage) {
    this.#storage = storage;
    try {
      this.#session = JSON.parse(storage.getItem(key) ?? 'null');
    } catch {
      this.#session = null;
    }
    this.#restored = this.#session;
  }

  /** Turns of this tab that were not over when it was last looked at: `{ turn, messageId, message }`. */
  get openTurns() {
    try {
      return JSON.parse(this.#storage.getItem(openKey) ?? '[]');
    } catch {
      return [];
    }
  }

  /** Remembers a turn over a reload of the page, until it is over. */
  remember(turn, messageId = '', message = '') {
    this.forgetTurn(turn);
    this.#storage.setItem(openKey, JSON.stringify([...this.openTurns, { turn, messageId, message }]));
  }

  forgetTurn(turn) {
    this.#storage.setItem(openKey, JSON.stringify(this.openTurns.filter((open) => open.turn !== turn)));
  }

  async card() {
    return (await this.#fetch('/api/persona/card')).json();
  }

  /** The messages this browser tab's session had when the page was opened, oldest first. */
  async history() {
    if (!this.#restored || this.#session !== this.#restored) return [];
    try {
      return (await (await this.#fetch(`/api/sessions/${this.#session.id}/messages?limit=200`)).json()).messages;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;

      // It is no more. A visitor who was quick has a new one by now, which stays.
      if (this.#session === this.#restored) this.#keep(null);
      return [];
    }
  }

  /** One turn's events. A lost connection is taken up where it broke off; a message sent twice is one turn. */
  async* chat(message, messageId) {
    yield* this.#follow(null, () => this.#send(message, messageId));
  }

  /** The events of a turn that was begun elsewhere. */
  async* events(turn) {
    yield* this.#follow(turn, () => this.#events(turn, {}));
  }

  /** Answers what the twin asked back; the turn's events go on. */
  async clarify(turn, answer) {
    await this.#fetch(`/api/turns/${turn}/clarify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ answer }) });
  }

  async* #follow(turn, begin) {
    const { signal } = this.#streams;
    let lastId = null;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = turn && lastId
          ? await this.#events(turn, { 'last-event-id': lastId })
          : await begin();
        for await (const event of readEvents(response.body)) {
          if (event.type === 'turn.started') turn = event.data.turnId;
          if (event.data.ticket) this.#keep({ id: event.data.sessionId, ticket: event.data.ticket });
          lastId = event.id ?? lastId;
          attempt = 0;
          yield event;
          if (event.type === 'turn.completed' || event.type === 'turn.failed') return;
        }
        throw new TypeError('The stream ended early.');
      } catch (error) {
        if (signal.aborted || error instanceof Problem || attempt >= retries) throw error;
        await wait(300 * 2 ** attempt);
      }
    }
  }

  async cancel(turn) {
    if (turn) await this.#fetch(`/api/turns/${turn}`, { method: 'DELETE' });
  }

  /** Erases the session here and on the server. A ticket that has run out can erase nothing: then the session's own time limit does. */
  async forget() {
    this.#streams.abort();
    this.#streams = new AbortController();
    this.#storage.removeItem(openKey);
    if (this.#session) {
      try {
        await this.#fetch(`/api/sessions/${this.#session.id}`, { method: 'DELETE' });
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) throw error;
      }
    }
    this.#keep(null);
  }

  #events(turn, headers) {
    return this.#fetch(`/api/turns/${turn}/events`, { signal: this.#streams.signal, headers: { accept: 'text/event-stream', ...headers } });
  }

  async #send(message, messageId) {
    const options = {
      signal: this.#streams.signal,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ message, messageId, locale: navigator.language || undefined }),
    };
    try {
      return await this.#fetch('/api/chat', options);
    } catch (error) {
      // The ticket ran out, or the server has a new key: the visitor goes on in a new session.
      if (error.status !== 401) throw error;
      this.#keep(null);
      return this.#fetch('/api/chat', options);
    }
  }

  async #fetch(path, { headers, ...options } = {}) {
    const authorization = this.#session ? { authorization: `Bearer ${this.#session.ticket}` } : {};
    const response = await fetch(path, { ...options, headers: { ...headers, ...authorization } });
    if (response.ok) return response;
    throw new Problem({ title: `The twin answered ${response.status}.`, status: response.status, ...await response.json().catch(() => ({})) });
  }

  #keep(session) {
    this.#session = session;
    if (session) this.#storage.setItem(key, JSON.stringify(session));
    else this.#storage.removeItem(key);
  }
}
