// What the browser keeps of a conversation, shared by all tabs of the site.

/** @typedef {import('./client.js').OpenTurn} OpenTurn */
/** @typedef {{ id: string, ticket: string }} Session */
/** @typedef {({ type: 'turn' } & OpenTurn) | { type: 'forgot' }} News */

const propagation = 300;

/**
 * Where the site may store nothing, the conversation lives as long as the page.
 * @returns {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>}
 */
const storageOf = () => {
  try {
    localStorage.getItem('');
    return localStorage;
  } catch {
    const values = new Map();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => values.set(key, value),
      removeItem: (key) => values.delete(key),
    };
  }
};

export class Memory {
  #storage = storageOf();
  #key;
  #channel;

  /** @param {string} server the twin's origin: a site may have twins of several people */
  constructor(server) {
    this.#key = `digital-twin ${server}`;
    this.#channel = new BroadcastChannel(this.#key);
  }

  /** @returns {Session | null} */
  get session() {
    return this.#read('session', null);
  }

  set session(session) {
    if (session) this.#write('session', session);
    else this.clear();
  }

  /**
   * Turns that were not over when they were last looked at.
   * @returns {OpenTurn[]}
   */
  get openTurns() {
    return this.#read('turns', []);
  }

  /** @param {OpenTurn} open */
  remember(open) {
    this.#write('turns', [...this.openTurns.filter(({ turn }) => turn !== open.turn), open]);
  }

  /** @param {string} turn */
  forgetTurn(turn) {
    this.#write('turns', this.openTurns.filter((open) => open.turn !== turn));
  }

  /**
   * How the visitor rated the latest replies.
   * @returns {Record<string, 'up' | 'down'>}
   */
  get ratings() {
    return this.#read('ratings', {});
  }

  /**
   * @param {string} turn
   * @param {'up' | 'down' | 'none'} rating
   */
  rate(turn, rating) {
    const { ratings } = this;
    delete ratings[turn];
    if (rating !== 'none') ratings[turn] = rating;
    this.#write('ratings', Object.fromEntries(Object.entries(ratings).slice(-100)));
  }

  /**
   * What this tab keeps over a reload: the turn it is at, what is being written.
   * @param {'turn' | 'draft'} part
   */
  ofTab(part) {
    try {
      return sessionStorage.getItem(`${this.#key} ${part}`) ?? '';
    } catch {
      return '';
    }
  }

  /** @param {'turn' | 'draft'} part @param {string} value empty: nothing is kept */
  keepOfTab(part, value) {
    try {
      if (value) sessionStorage.setItem(`${this.#key} ${part}`, value);
      else sessionStorage.removeItem(`${this.#key} ${part}`);
    } catch {
      // The site may store nothing.
    }
  }

  clear() {
    for (const part of ['session', 'turns', 'ratings']) this.#storage.removeItem(`${this.#key} ${part}`);
    this.keepOfTab('turn', '');
  }

  /**
   * Tells the other tabs, which may not see yet what was kept.
   * @param {News} news
   */
  broadcast(news) {
    this.#channel.postMessage({ news, session: this.session });
  }

  /** @param {(news: News) => void} take what other tabs tell */
  subscribe(take) {
    this.#channel.onmessage = ({ data: { news, session } }) => {
      if (news.type === 'forgot') this.clear();
      else if (session && session.id !== this.session?.id) this.session = session;
      take(news);
    };
  }

  /** Ends the subscription. */
  close() {
    this.#channel.close();
  }

  /**
   * Does something while no other tab does, and lets the next one see what was kept.
   * @param {() => Promise<void>} work
   */
  async withLock(work) {
    let begun = false;
    try {
      await new Promise((resolve, reject) => {
        navigator.locks.request(this.#key, async () => {
          begun = true;
          await work().then(resolve, reject);

          // Tabs run in processes of their own, which hear of each other's storage a little later.
          await new Promise((done) => { setTimeout(done, propagation); });
        }).catch(reject);
      });
    } catch (error) {
      // Over plain HTTP, or in a frame without an origin, there are no locks.
      if (begun) throw error;
      await work();
    }
  }

  /**
   * @template T
   * @param {string} part
   * @param {T} otherwise
   * @returns {T}
   */
  #read(part, otherwise) {
    try {
      return JSON.parse(this.#storage.getItem(`${this.#key} ${part}`) ?? 'null') ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  /**
   * @param {string} part
   * @param {unknown} value
   */
  #write(part, value) {
    try {
      this.#storage.setItem(`${this.#key} ${part}`, JSON.stringify(value));
    } catch {
      // The storage is full: a reload will not find it.
    }
  }
}
