// Server-sent events: a byte stream taken apart, and resumed after a lost connection.
import { Problem } from './problem.js';

/** @typedef {{ id?: string, type: string, data: any }} TurnEvent */

/** How often a request is sent before it counts as failed. */
export const attempts = 8;
const longestPause = 5_000;

// The server shows a sign of life every 15 s. A connection that died while the machine slept shows none, and no
// error either.
const silence = 40_000;
const last = ['turn.completed', 'turn.failed', 'problem'];

/**
 * Waits before another attempt, and until there is a connection.
 * @param {number} attempt
 */
export const pause = async (attempt) => {
  await new Promise((resolve) => { setTimeout(resolve, Math.min(longestPause, 250 * 2 ** attempt)); });
  if (!navigator.onLine) await new Promise((resolve) => { addEventListener('online', resolve, { once: true }); });
};

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
const orSilence = (work) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new TypeError('The stream fell silent.')), silence);
  work.then(resolve, reject).finally(() => clearTimeout(timer));
});

/**
 * Takes a byte stream apart into events: https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<TurnEvent, void>}
 */
export async function* readEvents(body) {
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
        const field = (/** @type {string} */ name) =>
          block.split('\n').find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field('data');
        if (data) yield { id: field('id'), type: field('event') ?? '', data: JSON.parse(data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * One turn's events to their end, over as many connections as that takes.
 * @param {(lastId: string | undefined) => Promise<Response>} connect sends the request, after the event that came last
 * @param {AbortSignal} signal ends it, without an error
 * @returns {AsyncGenerator<TurnEvent, void>}
 */
export async function* resume(connect, signal) {
  /** @type {string | undefined} */
  let lastId;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { body } = await connect(lastId);
      for await (const event of readEvents(/** @type {ReadableStream<Uint8Array>} */ (body))) {
        if (signal.aborted) return;
        lastId = event.id ?? lastId;
        attempt = 1;
        yield event;
        if (last.includes(event.type)) return;
      }
      throw new TypeError('The stream ended early.');
    } catch (error) {
      if (signal.aborted) return;
      const isPassing = !(error instanceof Problem) || (lastId && error.status >= 500);
      if (!isPassing || attempt >= attempts) throw error;
      await pause(attempt);

      // Aborted meanwhile: nothing more is sent.
      if (signal.aborted) return;
    }
  }
}
