// A conversation to take along.
import { get } from '../../core/api.js';

/** A conversation with all its messages. @param {string} session */
export const whole = async (session) => {
  const messages = [];
  for (let before = ''; ;) {
    const view = await get(`/api/owner/conversations/${session}?limit=200${before && `&before=${before}`}`);
    messages.unshift(...view.messages);
    before = view.before ?? '';
    if (!before) return { ...view, messages };
  }
};
