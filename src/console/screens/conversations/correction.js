// A reply is put right: what is right, where it is kept, the difference first, then published.
import { mayForce, post } from '../../core/api.js';
import { area, button, checkbox, diffOf, el, field, form, input, link, select, wordsOf } from '../../core/ui.js';
import { say } from '../../core/undo.js';
import { t } from '../../core/words.js';

/** @param {string} path @param {() => void} done */
const publishing = (path, done) => {
  const said = el('p', 'error');
  said.role = 'alert';
  const publish = async (/** @type {boolean} */ isForced) => {
    try {
      await post(isForced ? `${path}?force=true` : path);
      say(t('Published. The twin knows it from its next reply on.'));
      done();
    } catch (error) {
      said.replaceChildren(wordsOf(error), ' ',
        ...(mayForce(error) ? [button(t('Publish all the same'), () => publish(true))] : []));
    }
  };
  return el('div', '', said, el('div', 'row', button(t('Publish'), () => publish(false), 'main'),
    link(t('Look at the draft'), '#/knowledge/persona', 'button')));
};

/**
 * @param {string} path the conversation's
 * @param {any} message the reply
 * @param {() => void} done
 */
export const correction = (path, message, done) => {
  const text = area('', 3);
  text.required = true;
  const question = input();
  const asked = field(t('Question, as everybody will read it'), question);
  const kinds = select([
    ...(message.citations?.length ? [/** @type {[string, string]} */ (['fact', t('The fact that it cites')])] : []),
    ['faq', t('An answer of its own in the FAQ')],
    ['none', t('Nothing: only this visitor is told')],
  ], message.citations?.length ? 'fact' : 'faq', (kind) => { asked.hidden = kind !== 'faq'; });
  asked.hidden = kinds.value !== 'faq';
  const notify = checkbox(t('The visitor sees it as your word'), true);
  const result = el('div');
  const node = form([
    field(t('What is right'), text, t('A statement: “I left in 2019, not 2018.”')), field(t('What changes'), kinds), asked, notify.node,
  ], t('Correct'), async () => {
    const answer = await post(`${path}/messages/${encodeURIComponent(message.id)}/correct`, {
      text: text.value, teach: kinds.value, notify: notify.box.checked,
      ...(kinds.value === 'faq' && { question: question.value }),
    });
    result.replaceChildren(el('h2', '', t('This changes')), ...(answer.draft ? [diffOf(answer.draft.diff.text)] : []),
      ...(answer.publish ? [publishing(answer.publish, done)] : []));
    if (!answer.publish) done();
  });
  return el('section', 'card', node, result);
};
