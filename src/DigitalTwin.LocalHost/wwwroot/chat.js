// The chat page: one conversation over the SSE API.
import { renderMarkdown } from './markdown.js';
import { TwinClient, Problem } from './client.js';

const at = (id) => document.getElementById(id);
const log = at('log');
const client = new TwinClient(sessionStorage);
let running = null;

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

const addReply = () => {
  const typing = element('span', 'typing', element('i'), element('i'), element('i'));
  typing.setAttribute('aria-label', 'Writing');
  return add(element('div', 'message assistant', typing));
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
  const again = element('button', '', 'Try again');
  again.type = 'button';
  const node = add(element('div', 'problem', text, again));
  node.setAttribute('role', 'alert');
  again.addEventListener('click', () => { node.remove(); retry(); });
};

const setBusy = (busy) => {
  at('send').hidden = busy;
  at('stop').hidden = !busy;
  log.setAttribute('aria-busy', busy);
};

const ask = async (message, messageId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, shown = addUser(message)) => {
  at('suggestions').replaceChildren();
  const node = addReply();
  const view = { reply: '', citations: [] };
  let frame = 0;
  const draw = () => { frame = 0; showReply(node, view, { finished: false }); };
  setBusy(true);
  try {
    for await (const { type, data } of client.chat(message, messageId, (turn) => { running = turn; })) {
      if (type === 'delta') view.reply += data.text;
      else if (type === 'citation') view.citations.push(data);
      else if (type === 'turn.completed' || type === 'turn.failed') Object.assign(view, data);
      if (type === 'delta') frame ||= requestAnimationFrame(draw);
    }
    cancelAnimationFrame(frame);
    if (view.error && !view.reply && view.error.code !== 'turn_cancelled') throw new Problem({ title: view.error.title, code: view.error.code });
    showReply(node, view);
  } catch (error) {
    cancelAnimationFrame(frame);
    node.remove();
    showProblem(error, () => ask(message, messageId, shown));
  } finally {
    running = null;
    setBusy(false);
    at('message').focus();
  }
};

const suggest = (questions) => at('suggestions').replaceChildren(...questions.slice(0, 5).map((question) => {
  const button = element('button', '', question);
  button.type = 'button';
  button.addEventListener('click', () => { if (!running) ask(question); });
  return button;
}));

const greet = (card) => {
  showReply(addReply(), { reply: card.greeting, citations: [] });
  suggest(card.suggestedQuestions);
};

const start = async () => {
  const card = await client.card();
  document.title = `${card.name} · digital twin`;
  document.documentElement.lang = card.languages[0] ?? 'en';
  at('name').textContent = card.name;
  at('headline').textContent = card.headline;
  at('avatar').textContent = card.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join('').toUpperCase();
  const history = await client.history();
  if (history.length === 0) greet(card);
  for (const message of history) {
    if (message.role === 'user') addUser(message.text);
    else showReply(addReply(), { reply: message.text, citations: message.citations ?? [] });
  }
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
  if (!message || running) return;
  at('form').reset();
  ask(message);
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
