// The chat page: one conversation over the SSE API.
import { renderMarkdown } from './markdown.js';
import { TwinClient, Problem } from './client.js';

const at = (id) => document.getElementById(id);
const log = at('log');
const client = new TwinClient(sessionStorage);

// The turn that keeps the page busy, '' while it has no id yet.
let running = null;

// The question that is open, and what to do with its answer.
let pending = null;

// Turns in which the owner's own words will come.
const followed = new Set();

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
  const details = element('details', 'sources', element('summary', '', citations.length === 1 ? '1 source' : `${citations.length} sources`), list);
  details.addEventListener('toggle', () => details.scrollIntoView({ block: 'nearest' }));
  return details;
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

const offer = (choices, choose) => {
  at('suggestions').replaceChildren(...choices.map((choice) => {
    const button = element('button', '', choice);
    button.type = 'button';
    button.addEventListener('click', () => choose(choice));
    return button;
  }));
  if (choices.length > 0) scrollToEnd();
};

// The twin asks back: the next message, typed or clicked, is the answer, and the same turn goes on.
const awaitAnswer = (turn, options, answer) => {
  pending = { turn, answer };
  offer(options, (option) => takeAnswer(option));
  at('message').focus();
};

const stopAwaiting = (turn) => {
  if (pending?.turn !== turn) return;
  pending = null;
  offer([]);
};

const takeAnswer = (text) => {
  const { turn, answer } = pending;
  stopAwaiting(turn);
  answer(text);
};

// What the owner answers to a question that was passed on comes in a turn of its own.
const follow = async (turn) => {
  if (followed.has(turn)) return;
  followed.add(turn);
  client.remember(turn);
  try {
    for await (const { type, data } of client.events(turn)) {
      if (type === 'turn.completed') showReply(addReply('owner'), data);
      if (type === 'turn.completed' || type === 'turn.failed') client.forgetTurn(turn);
    }
  } catch (error) {
    // It is in the history whenever the page is opened again; one that is gone is not looked for again.
    if (error instanceof Problem) client.forgetTurn(turn);
  }
};

/** Shows a turn's events as they come: the reply, what is asked back, and what comes of the answers. */
const show = async (events, { message, messageId, retry }) => {
  const view = { reply: '', citations: [] };
  let part = { node: addReply(), from: 0 };
  let turn = '';
  let frame = 0;
  const draw = (finished, more = {}) => {
    cancelAnimationFrame(frame);
    frame = 0;
    showReply(part.node, { ...view, reply: view.reply.slice(part.from), ...more }, { finished });
  };
  const answerWith = (options) => (text) => {
    const [shown, before] = [addUser(text), part];
    part = { node: addReply(), from: view.reply.length };
    setBusy(turn);
    client.clarify(turn, text).catch((error) => {
      part.node.remove();
      shown.remove();
      part = before;
      setBusy(null);
      showProblem(error);
      if (error.code !== 'clarification_expired' && error.code !== 'turn_over') awaitAnswer(turn, options, answerWith(options));
    });
  };
  const on = {
    'turn.started': (data) => {
      if (turn) return;
      setBusy(turn = data.turnId);
      client.remember(turn, messageId, message);
    },
    status: (data) => { if (data.status !== 'clarification') stopAwaiting(turn); },
    delta: (data) => {
      view.reply = view.reply.slice(0, data.offset) + data.text;
      frame ||= requestAnimationFrame(() => draw(false));
    },
    citation: (data) => { view.citations[data.number - 1] = data; },
    clarification: (data) => {
      draw(false, { reply: [view.reply.slice(part.from).trim(), data.question].filter(Boolean).join('\n\n') });
      awaitAnswer(turn, data.options ?? [], answerWith(data.options ?? []));
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
    for await (const { type, data } of events) on[type]?.(data);
    client.forgetTurn(turn);
    if (view.error && !view.reply && view.error.code !== 'turn_cancelled') throw new Problem({ title: view.error.title, code: view.error.code });
    draw(true);
  } catch (error) {
    part.node.remove();
    if (error.name !== 'AbortError') {
      if (error instanceof Problem) client.forgetTurn(turn);
      showProblem(error, retry);
    }
  } finally {
    stopAwaiting(turn);
    if (running === turn || running === '') setBusy(null);
    at('message').focus();
  }
};

const ask = (message, messageId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, shown = addUser(message)) => {
  offer([]);
  return show(client.chat(message, messageId), { message, messageId, retry: () => ask(message, messageId, shown) });
};

// Turns that were not over when the page was left: what is in the history by now is not shown twice.
const resume = (history) => {
  for (const { turn, messageId, message } of client.openTurns) {
    if (history.some((known) => known.id === turn || (messageId && known.id === messageId))) client.forgetTurn(turn);
    else if (!messageId) follow(turn);
    else {
      addUser(message);
      show(client.events(turn), { message, messageId });
    }
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
  if (early.length === 0) resume(history);
  at('forget').addEventListener('click', async () => {
    try {
      await client.forget();
      pending = null;
      followed.clear();
      setBusy(null);
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
  (pending ? takeAnswer : ask)(message);
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
