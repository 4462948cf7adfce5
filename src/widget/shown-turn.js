// One turn as the visitor sees it.
import { Problem } from './client.js';
import { wordingOf } from './wording.js';

/** A turn on the page: its reply in parts, with the visitor's answers between them. */
export class ShownTurn {
  turn = '';
  /** @type {import('./client.js').Citation[]} */
  citations = [];
  answers = 0;

  /** How many of the answers the server has. */
  confirmed = 0;
  #view;
  #reply;
  #text = '';
  #from = 0;
  #frame = 0;
  /** @type {any} */
  #end = null;
  /** @type {HTMLElement[]} */
  #parts = [];

  /** @param {import('./conversation.js').View} view @param {import('./conversation.js').Asked} asked */
  constructor(view, asked) {
    this.#view = view;
    this.#reply = view.transcript.reply('').wait(asked.typing);
    this.#parts.push(this.#reply.node);
  }

  /** @param {string} turn */
  name(turn) {
    this.turn = turn;
    this.#view.transcript.name(turn, this.#reply.node);
  }

  /** @param {{ text: string, offset: number }} delta */
  add({ text, offset }) {
    this.#text = this.#text.slice(0, offset) + text;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** @param {string} question */
  ask(question) {
    this.#draw(question);
    this.#reply.finish('');
  }

  /** The visitor answers: the next part of the reply begins. @param {string} text @returns {() => void} takes it back */
  answer(text) {
    const { transcript } = this.#view;
    const before = { reply: this.#reply, from: this.#from };
    this.answers += 1;
    const id = `${this.turn}:a${this.answers}`;
    transcript.name(`${this.turn}:q${this.answers}`, before.reply.node);
    const said = transcript.user(id, text);
    this.#reply = transcript.reply(this.turn).wait();
    this.#parts.push(said, this.#reply.node);
    this.#from = this.#text.length;
    return () => {
      transcript.remove(id);
      transcript.remove(this.turn);
      this.answers -= 1;
      this.#reply = before.reply;
      this.#from = before.from;
      transcript.name(this.turn, before.reply.node);
    };
  }

  /** @param {string} text */
  note(text) {
    this.#view.transcript.keeping(() => this.#reply.note(text));
  }

  /** @param {any} view the whole turn */
  end(view) {
    this.#end = view;
  }

  /** Whether the whole turn has come. */
  get isOver() {
    return this.#end !== null;
  }

  /** Shows how the turn ended; throws where it brought nothing but a failure. */
  finish() {
    const { strings, transcript, announce } = this.#view;
    const { reply, citations, degraded, error } = this.#end;
    if (error && !reply && error.code !== 'turn_cancelled') throw new Problem(error);
    this.#text = reply;
    this.citations = citations ?? [];
    this.#draw();
    transcript.keeping(() => {
      if (degraded) this.#reply.note(strings.degraded);
      if (error) this.#reply.note(wordingOf(new Problem({ ...error, title: error.title }), strings));
      this.#reply.finish(this.turn);
    });
    announce(this.#text.slice(this.#from));
  }

  remove() {
    cancelAnimationFrame(this.#frame);
    this.#view.transcript.remove(this.turn);
    this.#reply.node.remove();
  }

  /** Leaves no trace on the page. */
  vanish() {
    this.remove();
    for (let answer = 1; answer <= this.answers; answer += 1) for (const part of ['q', 'a']) this.#view.transcript.remove(`${this.turn}:${part}${answer}`);
    for (const part of this.#parts) part.remove();
  }

  toEnd() {
    this.#view.transcript.node.append(this.#reply.node);
    this.#view.transcript.toEnd();
  }

  #draw(question = '') {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const text = [this.#text.slice(this.#from).trim(), question].filter(Boolean).join('\n\n');
    if (text) this.#view.transcript.keeping(() => this.#reply.show(text, this.citations));
  }
}
