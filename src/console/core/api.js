// Requests with the owner's cookies, which are renewed where they have expired.
import { Problem } from '../../widget/api/problem.js';
import { readEvents } from '../../widget/api/sse.js';

/** Said when nobody is signed in any more. */
export const signedOut = 'twin:signed-out';

/** @typedef {{ body?: any, text?: string | Blob, headers?: Record<string, string>, keepalive?: boolean, signal?: AbortSignal }} Options */

/** @type {Promise<unknown> | null} */
let renewing = null;

/**
 * @param {string} method
 * @param {string} path
 * @param {Options} options
 */
const send = (method, path, { body, text, headers, keepalive, signal }) => fetch(path, {
  method,
  signal,
  keepalive,
  headers: { 'x-twin-csrf': '1', ...(body && { 'content-type': 'application/json' }), ...headers },
  body: body ? JSON.stringify(body) : text,
});

// A refresh token is good once: one tab renews, the others find new cookies when it has.
const renew = () => {
  renewing ??= navigator.locks.request('twin-refresh', () => send('POST', '/api/auth/refresh', {}))
    .finally(() => { renewing = null; });
  return renewing;
};

/**
 * Sends a request. Throws a {@link Problem} where the answer is one.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<Response>}
 */
export const request = async (method, path, options = {}) => {
  let response = await send(method, path, options);
  if (response.status === 401 && !path.startsWith('/api/auth/') && !options.headers?.authorization) {
    // Even if that failed: another tab may have renewed meanwhile.
    await renew();
    response = await send(method, path, options);
    if (response.status === 401) dispatchEvent(new Event(signedOut));
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  throw new Problem({ title: `${response.status}`, ...said, status: response.status });
};

/**
 * The answer as JSON; `null` where it has none.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
const json = async (method, path, options) => {
  const response = await request(method, path, options);
  return response.json().catch(() => null);
};

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export const get = (path, signal) => json('GET', path, { signal });

/**
 * @param {string} path
 * @param {object} [body]
 * @param {boolean} [keepalive] whether it is sent although the page goes away
 */
export const post = (path, body, keepalive) => json('POST', path, { body, keepalive });

/**
 * @param {string} path
 * @param {boolean} [keepalive]
 */
export const remove = (path, keepalive) => json('DELETE', path, { keepalive });

/**
 * @param {string} path
 * @param {Options} options
 */
export const put = (path, options) => json('PUT', path, options);

/**
 * A file or a text as it is.
 * @param {string} path
 * @param {string | Blob} text
 */
export const postText = (path, text) => json('POST', path, { text, headers: { 'content-type': 'application/octet-stream' } });

/** Whether what was refused is done all the same with `?force=true`. @param {unknown} error */
export const mayForce = (error) => error instanceof Problem && ['evals_regressed', 'persona_changed'].includes(error.code);

/**
 * Events of a run, from the start to the end.
 * @param {string} path
 * @param {AbortSignal} signal
 */
export async function* events(path, signal) {
  const { body } = await request('GET', path, { signal });
  yield* readEvents(/** @type {ReadableStream<Uint8Array>} */ (body));
}
