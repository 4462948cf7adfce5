// The persona's editor: facts at the left, the text in the middle, at the right the twin as it would answer from it.
import { get, mayForce, post, postText, put, remove } from '../../core/api.js';
import { setup } from '../../core/setup.js';
import { area, button, cvInput, diffOf, el, field, wordsOf } from '../../core/ui.js';
import { say } from '../../core/undo.js';
import { t } from '../../core/words.js';
import { Preview } from './preview.js';

const pause = 800;

/** @typedef {{ kind: string, line: number, text: string }} Finding */

class Editor {
  #text = area('', 24);
  #facts = el('ul', 'list facts');
  #problem = el('p', 'error');
  #state = el('p', 'muted');
  #findings = el('div');
  #row = el('div', 'row');
  #saved = '';
  #timer = 0;
  #saving = Promise.resolve();
  #preview = new Preview(() => this.flush());
  node = el('div', 'editor');

  /** @param {any} persona @param {any} draft */
  constructor(persona, draft) {
    this.#problem.role = 'alert';
    const shown = setup.isEditable ? draft : null;
    this.#text.value = shown?.text ?? persona.text;
    this.#saved = this.#text.value;
    this.#text.spellcheck = true;
    this.#text.className = 'code';
    this.#text.readOnly = !setup.isEditable;
    this.#text.addEventListener('input', () => this.#later());
    this.#showFacts(persona.facts ?? []);
    this.#showState(shown);
    const choose = cvInput((file) => this.#import(file));
    choose.disabled = !setup.isEditable;
    this.node.append(
      el('section', 'side', el('h2', '', t('Facts')), this.#facts),
      el('section', 'middle', this.#state, field(t('Persona, as Markdown'), this.#text), this.#problem, this.#row, this.#findings,
        field(t('Begin anew from a CV (JSON Resume, Word, PDF, Markdown)'), choose)),
      this.#preview.node);
  }

  /** @param {string} id a fact to begin at */
  aim(id) {
    this.#facts.querySelector(`[data-id="${CSS.escape(id)}"]`)?.dispatchEvent(new MouseEvent('click'));
  }

  /**
   * Keeps what was typed as the draft, one after the other.
   * @param {boolean} [keepalive] whether the page goes away
   */
  flush(keepalive) {
    clearTimeout(this.#timer);
    const text = this.#text.value;
    if (text === this.#saved || !setup.isEditable) return this.#saving;
    this.#saved = text;
    const save = async () => {
      try {
        this.#showState(await put('/api/owner/persona/draft', { text, keepalive, headers: { 'content-type': 'text/markdown' } }));
      } catch (error) {
        this.#saved = '';
        this.#problem.textContent = wordsOf(error);
        throw error;
      }
    };
    this.#saving = this.#saving.then(save, save);
    this.#saving.catch(() => {});
    return this.#saving;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  /** @param {string} text @param {string} done what is said, with a way back to what was there */
  async #replace(text, done) {
    const before = this.#text.value;
    this.#text.value = text;
    await this.flush();
    say(done, '', () => {
      this.#text.value = before;
      return this.flush();
    });
  }

  /** @param {any} draft */
  #showState(draft) {
    this.#state.textContent = !setup.isEditable ? t('The persona is a file on the server: edit it there.')
      : draft ? t('This is a draft: visitors see it once it is published.') : t('This is what visitors are answered from.');
    this.#problem.replaceChildren(...(draft?.problem ? [this.#lineLink(draft.problem)] : []));
    if (!setup.isEditable) return;
    this.#row.replaceChildren(button(t('Publish'), () => this.#publish(false), 'main'), button(t('Differences'), () => this.#diff()),
      button(t('Check'), () => this.#check()));
    if (draft) this.#row.append(button(t('Discard the draft'), () => this.#discard()));
  }

  // "Line 2: …" leads there.
  #lineLink(/** @type {string} */ problem) {
    const line = /^Line (\d+)/.exec(problem)?.[1];
    return line ? button(problem, () => this.#goTo(Number(line)), 'quiet') : document.createTextNode(problem);
  }

  /** @param {number} line */
  #goTo(line) {
    const lines = this.#text.value.split('\n');
    const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.#text.focus();
    this.#text.setSelectionRange(from, from + (lines[line - 1] ?? '').length);
    this.#text.scrollTop = (line - 4) * parseFloat(getComputedStyle(this.#text).lineHeight);
  }

  /** @param {{ id: string, title: string, parents: string[] }[]} facts */
  #showFacts(facts) {
    this.#facts.replaceChildren(...facts.map(({ id, title, parents }) => {
      const node = button(title, () => {
        const line = this.#text.value.split('\n').findIndex((each) => /^#{1,6}\s/.test(each) && each.includes(title));
        if (line >= 0) this.#goTo(line + 1);
      }, `fact level-${Math.min(3, parents.length)}`);
      node.dataset.id = id;
      return el('li', '', node);
    }));
  }

  /** @param {boolean} isForced */
  async #publish(isForced) {
    try {
      await this.flush();
      await post(`/api/owner/persona/publish${isForced ? '?force=true' : ''}`);
      say(t('Published. The twin knows it from its next reply on.'));
      const persona = await get('/api/owner/persona');
      this.#showFacts(persona.facts);
      this.#showState(null);
    } catch (error) {
      this.#problem.replaceChildren(this.#lineLink(wordsOf(error)));
      if (/** @type {any} */ (error).code === 'persona_version_not_found') this.#problem.textContent = t('Nothing was changed.');
      if (mayForce(error)) this.#problem.append(' ', button(t('Publish all the same'), () => this.#publish(true)));
      const run = /runs\/([0-9a-z-]+)/i.exec(wordsOf(error))?.[1];
      if (run) this.#problem.append(' ', Object.assign(el('a', '', t('See what fails')), { href: `#/test/${run}` }));
    }
  }

  async #diff() {
    await this.flush();
    const { text } = await get('/api/owner/persona/diff').catch(() => ({ text: '' }));
    this.#findings.replaceChildren(text ? diffOf(text) : el('p', 'muted', t('Nothing was changed.')));
  }

  async #check() {
    try {
      const report = await postText('/api/owner/persona/check', this.#text.value);
      const list = (/** @type {string} */ title, /** @type {Finding[]} */ found) => found.length
        ? [el('h2', '', title), el('ul', '', ...found.map(({ line, text }) =>
          el('li', '', button(t('Line {0}', line), () => this.#goTo(line), 'quiet'), ' ', text)))] : [];
      const missing = [...report.suggested, ...report.usual].filter((/** @type {any} */ each) => !each.found);
      this.#findings.replaceChildren(...list(t('Not read'), report.leftOut), ...list(t('To look at'), report.warnings),
        ...list(t('Private'), report.private), ...(missing.length ? [el('h2', '', t('Visitors usually ask this, and nothing answers it')),
          el('ul', '', ...missing.map((/** @type {any} */ each) => el('li', '', each.question)))] : []));
      if (!this.#findings.children.length) this.#findings.append(el('p', '', t('Nothing is wrong.')));
    } catch (error) {
      this.#findings.replaceChildren(el('p', 'error', wordsOf(error)));
    }
  }

  async #discard() {
    const before = this.#text.value;
    const persona = await get('/api/owner/persona');
    await this.flush();
    await remove('/api/owner/persona/draft');
    this.#text.value = persona.text;
    this.#saved = persona.text;
    this.#showState(null);
    say(t('Draft discarded'), '', () => {
      this.#text.value = before;
      return this.flush();
    });
  }

  /** @param {File} file */
  async #import(file) {
    try {
      const { draft } = await postText('/api/owner/persona/import', file);
      await this.#replace(draft, t('It is a draft now.'));
    } catch (error) {
      this.#problem.textContent = wordsOf(error);
    }
  }
}

/** @param {string[]} place */
export const open = async ([fact]) => {
  const [persona, draft] = await Promise.all([get('/api/owner/persona'), get('/api/owner/persona/draft').catch(() => null)]);
  const editor = new Editor(persona, draft);
  if (fact) setTimeout(() => editor.aim(fact));
  const leave = () => { editor.flush(true); };
  addEventListener('pagehide', leave);
  return {
    node: editor.node,
    close: () => {
      removeEventListener('pagehide', leave);
      editor.flush();
    },
  };
};
