// What the owner is told of, as it happens: streamed where an open request costs nothing, else asked for every 20 seconds while
// somebody looks, and streamed only while a person talks with a person.
import { get } from './api.js';

const every = 20_000;
const types = ['lead.created', 'hand_over.requested', 'hand_over.due', 'conversation.message', 'approval.requested', 'budget.reached',
  'persona.broken', 'model.failing', 'model.back', 'digest.daily', 'test'];

/** Says `news`, with the notice as its detail. */
export const live = new EventTarget();

let last = 0;
let mustPoll = false;
let wanted = 0;
/** @type {EventSource | null} */
let stream = null;

/** @param {any} notice */
const tell = (notice) => {
  if (notice.number <= last) return;
  last = notice.number;
  live.dispatchEvent(new CustomEvent('news', { detail: notice }));
};

const poll = async () => {
  if (document.hidden || stream) return;
  const { notices } = await get(`/api/owner/notices?after=${last}`).catch(() => ({ notices: [] }));
  for (const notice of notices) tell(notice);
};

const openStream = () => {
  if (stream) return;
  stream = new EventSource(`/api/owner/events?after=${last}`);
  for (const type of types) stream.addEventListener(type, (event) => tell(JSON.parse(event.data)));
  stream.addEventListener('error', () => {
    if (stream?.readyState !== EventSource.CLOSED) return;

    // The sign-in has expired: any other request renews it.
    stream = null;
    setTimeout(async () => {
      await poll();
      if (!mustPoll || wanted) openStream();
    }, 2_000);
  });
};

/** @param {'stream' | 'poll'} way */
export const start = async (way) => {
  mustPoll = way === 'poll';
  last = (await get('/api/owner/notices?limit=1')).last;
  if (!mustPoll) openStream();
  setInterval(poll, every);
  document.addEventListener('visibilitychange', poll);
};

/**
 * Has news stream while an item is live; call what it gives when that is over.
 * @returns {() => void}
 */
export const watch = () => {
  wanted += 1;
  openStream();
  return () => {
    wanted -= 1;
    if (wanted || !mustPoll) return;
    stream?.close();
    stream = null;
  };
};
