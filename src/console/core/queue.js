// What waits for the owner, of whatever kind, as one list: what has waited longest comes first.
import { get, post, remove } from './api.js';
import { t } from './words.js';

/**
 * @typedef {{
 *   label: string, value: string, heading?: string,
 *   send: (text: string, heading: string, isLeaving: boolean) => Promise<unknown>,
 * }} Say
 * @typedef {{
 *   key: string, kind: string, at: string, title: string, text: string, session?: string,
 *   say?: Say,
 *   acts: { label: string, done: string, key: 'enter' | 'e', send: (isLeaving: boolean) => Promise<unknown> }[],
 *   go?: [label: string, href: string],
 *   data?: any,
 *   reason?: string,
 * }} Item
 */

const inbox = '/api/owner/inbox';
const approvals = '/api/owner/approvals';

/** @param {string[]} ids of questions @param {boolean} leaving */
const dismiss = (ids, leaving) => Promise.all(ids.map((id) => post(`${inbox}/questions/${id}/dismiss`, undefined, leaving)));

/** @param {any} each @returns {Item} */
const approval = (each) => {
  const path = `${approvals}/${each.id}`;
  /** @type {Item} */
  const item = {
    key: `approval-${each.id}`, kind: 'approval', at: each.askedAt, session: each.sessionId,
    title: t('The twin wants to use {0}', each.tool), text: each.message ?? '', data: each.arguments, reason: '',
    acts: [
      { label: t('Approve'), done: t('Approved'), key: 'enter', send: (leaving) => post(`${path}/approve`, {}, leaving) },
      {
        label: t('Refuse'), done: t('Refused'), key: 'e',
        send: (leaving) => post(`${path}/refuse`, item.reason ? { reason: item.reason } : {}, leaving),
      },
    ],
  };
  return item;
};

/** @param {any} each @returns {Item} */
const handOver = (each) => ({
  key: `hand-over-${each.id}`, kind: 'hand-over', at: each.at, session: each.sessionId,
  title: t('A visitor asks for you'), text: each.reason, data: each.dueAt,
  say: {
    label: t('Your reply'), value: '',
    send: (message, _, leaving) => post(`${inbox}/hand-overs/${each.id}/reply`, { message }, leaving),
  },
  acts: [],
});

/** @param {any} each @returns {Item} */
export const gapItem = (each) => ({
  key: `gap-${each.questions[0]}`, kind: 'gap', at: each.lastAt,
  title: each.question, text: each.count > 1 ? t('Asked {0} times', each.count) : t('Asked once'),
  data: each.samples.filter((/** @type {string} */ sample) => sample !== each.question),
  say: {
    label: t('Answer'), value: each.draft?.text ?? '', heading: each.question,
    send: async (answer, question, leaving) => {
      const answered = post(`${inbox}/questions/${each.questions[0]}/answer`, { answer, question }, leaving);

      // A page that goes away sends all at once, or nothing of the rest.
      if (!leaving) await answered;
      await Promise.all([answered, dismiss(each.questions.slice(1), leaving)]);
    },
  },
  acts: [{ label: t('Dismiss'), done: t('Dismissed'), key: 'e', send: (leaving) => dismiss(each.questions, leaving) }],
});

/** @param {any} each @returns {Item} */
const lead = (each) => ({
  key: `lead-${each.id}`, kind: 'lead', at: each.at, session: each.sessionId,
  title: t('{0} left a message', each.name), text: each.message, data: each.contact,
  acts: [{ label: t('Done'), done: t('Done'), key: 'e', send: (leaving) => post(`${inbox}/leads/${each.id}/close`, undefined, leaving) }],
});

/** @param {any} each @returns {Item} */
const downVote = (each) => ({
  key: `feedback-${each.id}`, kind: 'feedback', at: each.at, session: each.sessionId,
  title: t('A reply was not liked'), text: each.question, data: each,
  go: [t('Correct'), `#/conversations/${each.sessionId}/${encodeURIComponent(each.turnId)}`],
  acts: [
    { label: t('Dismiss'), done: t('Dismissed'), key: 'e', send: (leaving) => remove(`${inbox}/feedback/${each.id}`, leaving) },
  ],
});

/** @param {any} each @returns {Item} */
const broken = (each) => ({
  key: `broken-${each.name}`, kind: 'broken', at: new Date().toISOString(),
  title: t('{0} does not work as it should', each.name), text: each.detail ?? each.status,
  go: each.name === 'persona' ? [t('Knowledge'), '#/knowledge'] : each.name === 'budget' ? [t('Limits'), '#/settings/money'] : undefined,
  acts: [],
});

/** What was done in this page and may not be sent yet, whichever screen it was done on. @type {Set<string>} */
export const done = new Set();

/** Everything that waits. @returns {Promise<Item[]>} */
export const waiting = async () => {
  const [asked, open, gaps, ready] = await Promise.all([
    get(approvals), get(`${inbox}?state=open`), get('/api/owner/gaps'),
    fetch('/api/health/ready').then((response) => response.json()),
  ]);
  return [
    ...asked.approvals.map(approval), ...open.handOvers.map(handOver), ...gaps.gaps.map(gapItem), ...open.leads.map(lead),
    ...open.feedback.filter((/** @type {any} */ each) => each.rating === 'down').map(downVote),
    ...(ready.dependencies ?? []).filter((/** @type {any} */ each) => each.status !== 'ready').map(broken),
  ].filter(({ key }) => !done.has(key)).sort((one, other) => one.at.localeCompare(other.at));
};
