// The person's own reply, which comes in a turn of its own, perhaps days later.
import { Problem } from '../api/problem.js';

/**
 * Waits for it and shows it.
 * @param {string} turn
 * @param {import('./conversation.js').Conversation} conversation
 */
export const followPerson = async (turn, { client, memory, view }) => {
  memory.remember({ turn });
  memory.broadcast({ type: 'turn', turn });
  try {
    for await (const { type, data } of client.events(turn)) {
      if (type === 'turn.completed' && data.reply && !view.transcript.has(turn)) {
        view.transcript.reply(turn, true).show(data.reply, []);
        view.announce(data.reply);
        view.transcript.toEnd();
        view.emit('message', { messageId: turn, role: 'owner', text: data.reply });
      }
      if (type === 'turn.completed' || type === 'turn.failed') memory.forgetTurn(turn);
    }
  } catch (error) {
    // It is in the history whenever the page is opened again; one that is gone is not looked for again.
    if (error instanceof Problem && error.status < 500) memory.forgetTurn(turn);
  }
};
