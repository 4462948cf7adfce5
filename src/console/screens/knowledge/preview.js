// The twin as it would answer from the draft. Nothing of it is kept, and no visitor sees it.
import { get, post } from '../../core/api.js';
import { bodyOf } from '../../core/reply.js';
import { button, el, field, form, input, written } from '../../core/ui.js';
import { t } from '../../core/words.js';

const most = 20;

export class Preview {
  #flush;
  /** @type {{ role: string, text: string, citations?: any[] }[]} */
  #history = [];
  #list = el('ol', 'messages');
  #text = input({ required: true });
  node = el('section', 'side preview');

  /** @param {() => Promise<unknown>} flush keeps what is being written */
  constructor(flush) {
    this.#flush = flush;
    this.#list.ariaLive = 'polite';
    const suggestions = el('div', 'row');
    get('/api/persona/card').then(({ suggestedQuestions }) => suggestions.append(
      ...suggestedQuestions.slice(0, 3).map((/** @type {string} */ each) => button(each, () => this.#ask(each), 'quiet'))), () => {});
    this.node.append(el('h2', '', t('Ask the draft')), suggestions, this.#list,
      form([field(t('Question'), this.#text)], t('Ask'), async () => {
        const question = this.#text.value;
        this.#text.value = '';
        await this.#ask(question);
      }), button(t('Begin anew'), () => {
        this.#history = [];
        this.#list.replaceChildren();
      }, 'quiet'));
  }

  /** @param {string} message */
  async #ask(message) {
    await this.#flush();
    this.#list.append(written('li', 'message user', message));
    const persona = await get('/api/owner/persona/draft').then(() => 'draft', () => 'published');
    const answer = await post('/api/owner/persona/preview', { message, persona, history: this.#history.slice(-most) });
    this.#history.push({ role: 'user', text: message }, { role: 'assistant', text: answer.reply, citations: answer.citations });
    const from = answer.citations.map((/** @type {any} */ each) => each.title).join(', ');
    this.#list.append(el('li', 'message assistant', bodyOf(answer.reply, answer.citations),
      el('p', 'muted', answer.refuses ? t('It does not know.') : from)));
  }
}
