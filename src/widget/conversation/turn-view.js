// One turn as it is drawn: its reply in parts, with the visitor's answers between them.

/** @typedef {import('../api/client.js').Citation} Citation */

export class TurnView {
  /** @type {Citation[]} */
  citations = [];

  /** How many questions the visitor has answered. */
  answers = 0;
  #transcript;
  #turn = '';
  #reply;
  #text = '';
  #from = 0;
  #frame = 0;
  /** @type {HTMLElement[]} */
  #parts = [];

  /**
   * @param {import('../messages/transcript.js').Transcript} transcript
   * @param {string} [typing] what is being done until there is text
   */
  constructor(transcript, typing) {
    this.#transcript = transcript;
    this.#reply = transcript.reply().wait(typing);
    this.#parts.push(this.#reply.node);
  }

  /** @param {string} turn */
  name(turn) {
    this.#turn = turn;
    this.#transcript.name(turn, this.#reply.node);
  }

  /** @param {{ text: string, offset: number }} delta */
  add({ text, offset }) {
    this.#text = this.#text.slice(0, offset) + text;
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  /** @param {string} question */
  ask(question) {
    this.#draw(question);
    this.#reply.finish();
  }

  /**
   * The visitor answers: the next part of the reply begins.
   * @param {string} text
   * @returns {() => void} takes it back
   */
  answer(text) {
    const [reply, from] = [this.#reply, this.#from];
    this.answers += 1;
    this.#transcript.name(`${this.#turn}:q${this.answers}`, reply.node);
    const said = this.#transcript.user(this.answerId, text);
    this.#reply = this.#transcript.reply(this.#turn).wait();
    this.#parts.push(said, this.#reply.node);
    this.#from = this.#text.length;
    return () => {
      this.#transcript.remove(this.answerId);
      this.#transcript.remove(this.#turn);
      this.answers -= 1;
      this.#reply = reply;
      this.#from = from;
      this.name(this.#turn);
    };
  }

  /** The latest answer's. */
  get answerId() {
    return `${this.#turn}:a${this.answers}`;
  }

  /** @param {import('../messages/cards.js').Offering[]} offerings */
  offer(offerings) {
    this.#transcript.keeping(() => this.#reply.offer(offerings));
  }

  /** @param {string} text */
  note(text) {
    this.#transcript.keeping(() => this.#reply.note(text));
  }

  /**
   * Shows the whole of it.
   * @param {string} text
   * @param {Citation[]} citations
   * @param {string[]} notes
   * @returns {string} what is new since the latest answer
   */
  finish(text, citations, notes) {
    this.#text = text;
    this.citations = citations;
    this.#draw();
    this.#transcript.keeping(() => {
      for (const note of notes) this.#reply.note(note);
      this.#reply.finish(this.#turn);
    });
    return text.slice(this.#from);
  }

  /** Takes away the part that is being written. */
  remove() {
    cancelAnimationFrame(this.#frame);
    this.#transcript.remove(this.#turn);
    this.#reply.node.remove();
  }

  /** Leaves no trace on the page. */
  vanish() {
    this.remove();
    for (let answer = 1; answer <= this.answers; answer += 1) {
      for (const part of ['q', 'a']) this.#transcript.remove(`${this.#turn}:${part}${answer}`);
    }
    for (const part of this.#parts) part.remove();
  }

  toEnd() {
    this.#transcript.node.append(this.#reply.node);
    this.#transcript.toEnd();
  }

  #draw(question = '') {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const text = [this.#text.slice(this.#from).trim(), question].filter(Boolean).join('\n\n');
    if (text) this.#transcript.keeping(() => this.#reply.show(text, this.citations));
  }
}
