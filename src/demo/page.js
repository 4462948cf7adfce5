// The portfolio page around the widget: what it says of the person comes from the persona.
const at = (id) => document.getElementById(id);
const twin = document.querySelector('digital-twin');
await customElements.whenDefined('digital-twin');

// Where there is room for both, the conversation is open from the start.
if (matchMedia('(min-width: 1000px) and (min-height: 600px)').matches) twin.setAttribute('open', '');

const card = await (await fetch('/api/persona/card')).json();
document.title = `${card.name} · portfolio`;
for (const node of document.querySelectorAll('[data-card]')) node.textContent = card[node.dataset.card];
const links = card.links.filter(({ url }) => /^(https?:|mailto:)/.test(url));
at('links').append(...links.map(({ title, url }) => {
  return Object.assign(document.createElement('a'), { textContent: title, href: url, rel: 'noopener' });
}));
at('questions').append(...card.suggestedQuestions.map((question) => {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: question });
  button.addEventListener('click', () => twin.ask(question));
  return button;
}));
at('ask').addEventListener('click', () => { twin.open = true; });

const { version, integrity } = await (await fetch('/api/widget')).json();
at('snippet').textContent = `<script src="${location.origin}/widget.js" async></script>`;
const pinned = `src="${location.origin}/widget.js?v=${version}" integrity="${integrity}" crossorigin="anonymous"`;
at('pinned').textContent = `<script ${pinned} async></script>`;
