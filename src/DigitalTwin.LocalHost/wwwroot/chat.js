// The chat page: one conversation over the SSE API.
import { renderMarkdown } from './markdown.js';
import { TwinClient, Problem } from './client.js';

const at = (id) => document.getElementById(id);
const log = at('log');
const client = new TwinClient(sessionStorage);

// The turn that keeps the page busy, '' while it has no id yet.
let running = null;
let pendingAnswer = null;

const element = (name, className, ...children) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

const nearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
const scrollToEnd = () => { log.scrollTop = log.scrollHeight; };

const add = (node) => {
  log.append(node);
  scrollToEnd();
  return node;
};

const addUser = (text) => add(element('div', 'message user', text));

const addReply = (author = 'assistant') => {
  const typing = element('span', 'typing', element('i'), element('i'), element('i'));
  typing.setAttribute('aria-label', 'Writing');
  const node = add(element('div', 'message assistant', typing));
  if (author === 'owner') node.dataset.author = at('name').textContent;
  return node;
};

const sources = (citations) => {
  const list = element('dl');
  for (const [index, citation] of citations.entries()) {
    list.append(element('dt', '', `${index + 1}. ${citation.title}`), element('dd', '', `“${citation.quote}”`));
  }
  return element('details', 'sources', element('summary', '', citations.length === 1 ? '1 source' : `${citations.length} sources`), list);
};

const showReply = (node, view, { finished = true } = {}) => {
  const stick = nearEnd();
  const details = finished && view.citations?.length ? sources(view.citations) : null;
  const openSource = (number) => {
    if (!details) return;
    details.open = true;
    details.querySelectorAll('.lit').forEach((lit) => lit.classList.remove('lit'));
    details.querySelectorAll('dd')[number - 1]?.classList.add('lit');
    details.scrollIntoView({ block: 'nearest' });
  };
  node.replaceChildren(...renderMarkdown(view.reply, view.citations?.length ?? 0, openSource));
  if (details) node.append(details);
  if (finished && view.degraded) node.append(element('p', 'note', 'The model could not be reached: this comes straight from the notes.'));
  if (finished && view.error) node.append(element('p', 'note', view.error.title));
  if (stick) scrollToEnd();
};

const showProblem = (error, retry) => {
  const text = error instanceof Problem ? error.message : 'The twin cannot be reached. Check your connection.';
  const node = add(element('div', 'problem', text));
  node.setAttribute('role', 'alert');
  if (!retry) return;
  const again = element('button', '', 'Try again');
  again.type = 'button';
  again.addEventListener('click', () => { node.remove(); retry(); });
  node.append(again);
};

const setBusy = (turn) => {
  running = turn;
  at('send').hidden = turn !== null;
  at('stop').hidden = turn === null;
  log.setAttribute('aria-busy', turn !== null);
};

const offer = (choices, choose) => at('suggestions').replaceChildren(...choices.map((choice) => {
  const button = element('button', '', choice);
  button.type = 'button';
  button.addEventListener('click', () => choose(choice));
  return button;
}));

// The twin asks back: the next message, typed or clicked, is the answer, and the same turn goes on.
const awaitAnswer = (options, answer) => {
  pendingAnswer = (text) => {
    pendingAnswer = null;
    offer([]);
    answer(text);
  };
  offer(options, (option) => pendingAnswer?.(option));
  at('message').focus();
};

// What the owner answers to a question that was passed on comes in a turn of its own.
const follow = async (turn) => {
  try {
    for await (const { type, data } of client.events(turn)) {
      if (type === 'turn.completed') showReply(addReply('owner'), data);
    }
  } catch {
    // It is in the history whenever the page is opened again.
  }
};

const ask = async (message, messageId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, shown = addUser(message)) => {
  offer([]);
  const view = { reply: '', citations: [] };
  let part = { node: addReply(), from: 0 };
  let turn = '';
  let frame = 0;
  const show = (finished, more = {}) => {
    cancelAnimationFrame(frame);
    frame = 0;
    showReply(part.node, { ...view, reply: view.reply.slice(part.from), ...more }, { finished });
  };
  const answer = (text) => {
    addUser(text);
    part = { node: addReply(), from: view.reply.length };
    setBusy(turn);
    client.clarify(turn, text).catch((error) => showProblem(error));
  };
  const on = {
    'turn.started': (data) => { if (!turn) setBusy(turn = data.turnId); },
    delta: (data) => {
      view.reply = view.reply.slice(0, data.offset) + data.text;
      frame ||= requestAnimationFrame(() => show(false));
    },
    citation: (data) => { view.citations[data.number - 1] = data; },
    clarification: (data) => {
      show(false, { reply: [view.reply.slice(part.from).trim(), data.question].filter(Boolean).join('\n\n') });
      awaitAnswer(data.options ?? [], answer);
    },
    waiting: (data) => {
      if (data.for === 'owner') part.node.replaceChildren(element('p', 'note', `${at('name').textContent} has to agree to this first. You can go on meanwhile, or come back later.`));
      if (running === turn) setBusy(null);
    },
    hand_over: (data) => { follow(data.turnId); },
    'turn.completed': (data) => Object.assign(view, data),
    'turn.failed': (data) => Object.assign(view, data),
  };
  setBusy('');
  try {
    for await (const { type, data } of client.chat(message, messageId)) on[type]?.(data);
    if (view.error && !view.reply && view.error.code !== 'turn_cancelled') throw new Problem({ title: view.error.title, code: view.error.code });
    show(true);
  } catch (error) {
    part.node.remove();
    showProblem(error, () => ask(message, messageId, shown));
  } finally {
    pendingAnswer = null;
    if (running === turn || running === '') setBusy(null);
    at('message').focus();
  }
};

const suggest = (questions) => offer(questions.slice(0, 5), (question) => { if (running === null) ask(question); });

const greet = (card, suggests = true) => {
  showReply(addReply(), { reply: card.greeting, citations: [] });
  if (suggests) suggest(card.suggestedQuestions);
};

const start = async () => {
  const card = await client.card();
  document.title = `${card.name} · digital twin`;
  document.documentElement.lang = card.languages[0] ?? 'en';
  at('name').textContent = card.name;
  at('headline').textContent = card.headline;
  at('avatar').textContent = card.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join('').toUpperCase();
  const history = await client.history();

  // Whoever is quick has asked something by now: that comes after what was there before.
  const early = [...log.children];
  if (history.length === 0) greet(card, early.length === 0);
  for (const message of history) {
    if (message.role === 'user') addUser(message.text);
    else showReply(addReply(message.role), { reply: message.text, citations: message.citations ?? [] });
  }
  log.append(...early);
  at('forget').addEventListener('click', async () => {
    try {
      await client.forget();
      log.replaceChildren();
      greet(card);
    } catch (error) {
      showProblem(error, () => at('forget').click());
    }
  });
};

at('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const message = at('message').value.trim();
  if (!message || running !== null) return;
  at('form').reset();
  (pendingAnswer ?? ask)(message);
});

at('message').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at('form').requestSubmit();
  }
});

at('stop').addEventListener('click', () => client.cancel(running).catch(() => {}));

const begin = () => start().catch((error) => showProblem(error, begin));
begin();
