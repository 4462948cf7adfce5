// What the element tells its page: docs/embed.md.
import { Problem } from './api/problem.js';

/** @typedef {import('./api/client.js').Citation} Citation */

/**
 * @typedef {{
 *   open: null,
 *   close: null,
 *   message: { messageId: string, role: 'user' | 'owner', text: string },
 *   reply: {
 *     turnId: string, messageId: string, status: string, degraded: boolean, text: string, citations: Citation[],
 *   },
 *   error: { code: string },
 * }} Details what comes with each event
 */

/**
 * @template {keyof Details} K
 * @extends {CustomEvent<Details[K]>}
 */
export class TwinEvent extends CustomEvent {
  /**
   * @param {K} name
   * @param {Details[K]} detail
   */
  constructor(name, detail) {
    super(`digital-twin:${name}`, { detail, bubbles: true, composed: true });
  }
}

/** @param {unknown} error that the visitor is told of */
export const errorEvent = (error) =>
  new TwinEvent('error', { code: (error instanceof Problem && error.code) || 'unreachable' });
