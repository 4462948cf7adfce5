// Where notices are sent to, and what did not arrive.
import { get, post, remove } from '../../core/api.js';
import { setup } from '../../core/setup.js';
import { button, el, field, form, input } from '../../core/ui.js';
import { act, say } from '../../core/undo.js';
import { ago, t } from '../../core/words.js';
import { shownOnce } from './access.js';

/** @param {any} webhook @param {() => Promise<void>} again */
const card = (webhook, again) => {
  const path = `/api/owner/webhooks/${webhook.id}`;
  const place = el('ul', 'list');
  const node = el('li', 'card', el('h3', '', webhook.name), el('p', 'muted', webhook.types.join(', ') || t('Everything')));
  if (webhook.disabledAt) node.append(el('p', 'error', t('It said that it is gone: nothing is sent there.')));
  const look = async () => {
    const { deliveries } = await get(`${path}/deliveries`);
    place.replaceChildren(...deliveries.map((/** @type {any} */ each) => el('li', '',
      `${each.number} · ${each.state === 'dead' ? t('given up') : t('again {0}', ago(each.nextAt))} · ${each.error ?? ''} `,
      button(t('Send again'), async () => {
        await post(`${path}/deliveries/${each.number}/replay`);
        await look();
      }, 'quiet'))));
    if (!deliveries.length) place.append(el('li', 'muted', t('Everything arrived.')));
  };
  node.append(el('div', 'row', button(t('Deliveries'), look), button(t('Send all again'), async () => {
    await post(`${path}/replay`);
    await again();
  }), button(t('Delete'), () => {
    node.hidden = true;
    act(t('Deleted'), (isLeaving) => remove(path, isLeaving), () => { node.hidden = false; });
  })), place);
  return node;
};

export const open = async () => {
  const [list, place] = [el('ul', 'cards'), el('div')];
  const show = async () => {
    const { webhooks } = await get('/api/owner/webhooks');
    list.replaceChildren(...webhooks.map((/** @type {any} */ each) => card(each, show)));
  };
  const [url, name] = [input({ type: 'url', required: true, placeholder: 'https://' }), input()];
  await show();
  return el('div', 'stack', el('section', 'card', el('h2', '', t('Webhooks')),
    el('p', '', t('Slack, Discord, n8n and anything that takes Standard Webhooks is told what you are told.')), list,
    form([field(t('Address'), url), field(t('Name'), name)], t('Add'), async () => {
      const { secret } = await post('/api/owner/webhooks', { url: url.value, ...(name.value && { name: name.value }) });
      place.replaceChildren(shownOnce(secret));
      [url.value, name.value] = ['', ''];
      await show();
    }), place, button(t('Send a test'), async () => {
      await post('/api/owner/notices/test');
      say(t('Sent'));
    })), el('section', 'card', el('h2', '', t('Mail')),
    el('p', '', setup.notices.includes('mail') ? t('Notices are mailed to you.') : t('Set Notices:MailServer to have notices mailed.'))));
};
