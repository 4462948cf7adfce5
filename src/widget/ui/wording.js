// Says in the visitor's language what went wrong.
import { Problem } from '../api/problem.js';
import { fill } from './strings.js';

/** @type {Record<string, keyof import('./strings.js').Strings>} */
const byCode = {
  message_too_long: 'tooLong',
  body_too_large: 'tooLong',
  origin_not_allowed: 'refused',
  turn_cancelled: 'cancelled',
  turn_timeout: 'tooSlow',
  turn_step_limit: 'tooSlow',
  clarification_expired: 'expired',
  hand_over_expired: 'expired',
  speech_not_understood: 'notHeard',
};

/**
 * @param {unknown} error
 * @param {import('./strings.js').Strings} strings
 */
export const wordingOf = (error, strings) => {
  if (!(error instanceof Problem)) return navigator.onLine ? strings.unreachable : strings.offline;
  if (error.status === 429) return error.retryAfter ? fill(strings.busyFor, { n: error.retryAfter }) : strings.busy;
  const known = byCode[error.code];
  return known ? strings[known] : error.status >= 500 || !error.status ? strings.failed : error.message;
};
