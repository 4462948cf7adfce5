// The widget's looks. Sites theme it with the custom properties of the first block; nothing else of a page's own
// style gets in.

export const styles = `
:host {
  all: initial !important;
  --accent: var(--twin-accent, light-dark(#4f46e5, #8f97fa));
  --on-accent: var(--twin-on-accent, light-dark(#fff, #11121d));
  --panel: var(--twin-background, light-dark(#fff, #15161f));
  --soft: var(--twin-surface, light-dark(#f1f2f8, #21232f));
  --line: var(--twin-border, light-dark(#dcdfe9, #343747));
  --text: var(--twin-text, light-dark(#1c1e2b, #e8e9f1));
  --muted: var(--twin-muted, light-dark(#585d70, #a6abbd));
  --bad: light-dark(#a4262c, #ff9ea2);
  --x: var(--twin-offset-x, 20px);
  --y: var(--twin-offset-y, 20px);
  --radius: var(--twin-radius, 18px);
  color-scheme: light dark !important;
  display: block !important;
  font: 16px/1.5 var(--twin-font, system-ui, sans-serif) !important;
  color: var(--text) !important;
  -webkit-text-size-adjust: 100% !important;
}
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; }
:host([hidden]) { display: none !important; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
svg {
  width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round;
  stroke-linejoin: round; display: block;
}
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button {
  border: 1px solid var(--line); border-radius: 12px; background: none; padding: 6px 12px; cursor: pointer;
  min-height: 32px; min-width: 24px;
}
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher, .floating { inset: auto; margin: 0; padding: 0; color: var(--text); }
.launcher {
  position: fixed; inset-block-end: var(--y); inset-inline-end: var(--x); z-index: 2147483000;
  width: 60px; height: 60px; border-radius: 50%; border: 0; padding: 0; background: var(--accent);
  color: var(--on-accent); display: grid; place-items: center; box-shadow: 0 8px 24px rgb(20 20 60 / .3);
}
.launcher svg { width: 28px; height: 28px; }
.panel {
  position: relative; display: flex; flex-direction: column; overflow: hidden; background: var(--panel);
  border: 1px solid var(--line); border-radius: var(--radius); width: 100%; height: var(--twin-height, 640px);
  max-height: 100dvh;
}
.floating {
  position: fixed; inset-block-end: calc(var(--y) + 72px); inset-inline-end: var(--x);
  z-index: 2147483000; width: min(var(--twin-width, 410px), calc(100vw - 40px));
  height: min(var(--twin-height, 680px), calc(100dvh - var(--y) - 92px));
  box-shadow: 0 20px 60px -12px rgb(20 20 60 / .45); animation: rise .18s ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
@media (max-width: 480px), (max-height: 480px) {
  .floating { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
  .floating:not([hidden]) ~ .launcher { display: none; }
}

.head { display: flex; gap: 10px; align-items: center; padding: 10px 14px; border-block-end: 1px solid var(--line); }
.who { flex: 1; min-width: 0; }
h2, .who p { margin: 0; overflow: hidden; text-overflow: ellipsis; }
h2 { white-space: nowrap; }
h2 { font-size: 16px; line-height: 1.3; }
.who p {
  color: var(--muted); font-size: 13px; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2;
  -webkit-box-orient: vertical;
}
.avatar {
  width: 42px; height: 42px; flex: none; border-radius: 50%; background: var(--accent); color: var(--on-accent);
  display: grid; place-items: center; font-weight: 650; overflow: hidden;
}
.avatar img { width: 100%; height: 100%; object-fit: cover; }
.tool {
  border: 0; padding: 6px; color: var(--muted); border-radius: 10px; min-width: 32px; display: inline-grid;
  place-items: center;
}
@media (hover: hover) { .tool:hover { color: var(--accent); background: var(--soft); } }
.tool[aria-pressed="true"] { color: var(--accent); }
.tool[aria-pressed="true"] svg { fill: color-mix(in srgb, currentColor 35%, transparent); }

.log {
  flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; overflow-anchor: none; padding: 16px 14px;
  display: flex; flex-direction: column; gap: 12px;
}
.message { max-width: min(88%, 720px); padding: 9px 13px; border-radius: 16px; overflow-wrap: anywhere; }
.user {
  align-self: flex-end; background: var(--accent); color: var(--on-accent); border-end-end-radius: 5px;
  white-space: pre-wrap;
}
.user canvas { display: block; max-width: 100%; max-height: 220px; border-radius: 10px; margin-block-end: 6px; }
.assistant { align-self: flex-start; background: var(--soft); border-end-start-radius: 5px; }
.author { font-size: 13px; font-weight: 600; color: var(--accent); margin-block-end: 3px; }
.text > *, .text li, .user, .choices button, h2, .who p, .sources dt, .sources dd { unicode-bidi: plaintext; }
.text > * { margin: 0 0 8px; }
.text > :last-child { margin-bottom: 0; }
.text p { white-space: pre-line; }
.text ul, .text ol { padding-inline-start: 22px; }
.text li + li { margin-top: 3px; }
.text pre, .wide { overflow-x: auto; }
.text pre { padding: 9px; border-radius: 9px; background: var(--panel); font-size: 14px; direction: ltr; }
.text code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: .9em; }
.text blockquote {
  border-inline-start: 3px solid var(--line); margin-inline: 0; padding-inline-start: 10px; color: var(--muted);
}
.text table { border-collapse: collapse; font-size: 14px; }
.text th, .text td { border: 1px solid var(--line); padding: 3px 8px; text-align: start; }
a { color: var(--accent); }
.mark {
  font-size: 11px; font-weight: 600; line-height: 1; min-width: 24px; min-height: 24px; margin: -4px 1px; padding: 0;
  border: 0; vertical-align: 2px; color: var(--accent); background: none;
}
.mark i {
  font-style: normal; display: inline-block; min-width: 17px; padding: 3px 4px; border-radius: 9px;
  background: color-mix(in srgb, var(--accent) 15%, transparent);
}
.sources { margin: 8px 0 0; font-size: 14px; border-block-start: 1px solid var(--line); padding-block-start: 6px; }
.sources dl { margin: 0; }
.sources summary { cursor: pointer; color: var(--muted); padding: 3px 0; }
.sources dt { font-weight: 600; margin: 6px 0 0; }
.sources dd { margin: 0; color: var(--muted); padding: 2px 6px; border-radius: 6px; }
.sources a, .cards a { color: inherit; }
.cards {
  list-style: none; margin: 10px 0 0; padding: 0 0 6px; display: flex; gap: 10px; overflow-x: auto;
  scroll-snap-type: x proximity;
}
.cards li {
  flex: 0 0 min(230px, 78%); border: 1px solid var(--line); border-radius: 12px; padding: 10px 12px; font-size: 14px;
  scroll-snap-align: start; background: var(--panel);
}
.cards img { width: 100%; height: 110px; object-fit: cover; border-radius: 8px; margin-block-end: 6px; }
.cards h3 { font-size: 15px; margin: 0; }
.cards p { margin: 4px 0 0; }
.cards .facts { color: var(--muted); }
.sources .lit { background: color-mix(in srgb, var(--accent) 14%, transparent); color: var(--text); }
.actions {
  display: flex; flex-wrap: wrap; gap: 2px; align-items: center; margin: 4px -6px -4px; color: var(--muted);
  font-size: 13px;
}
.actions svg { width: 16px; height: 16px; }
.actions form { display: flex; flex: 1 1 100%; gap: 6px; padding: 4px 6px; }
.note { color: var(--muted); font-size: 13px; margin: 6px 0 0; }
.problem {
  align-self: center; text-align: center; color: var(--bad); font-size: 14px; display: flex; flex-wrap: wrap;
  gap: 8px; align-items: center; justify-content: center;
}
.typing { display: inline-flex; gap: 5px; padding: 6px 0; align-items: center; }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); animation: pulse 1.2s infinite; }
.typing i:nth-child(2) { animation-delay: .15s; }
.typing i:nth-child(3) { animation-delay: .3s; }
.typing span { color: var(--muted); font-size: 14px; }
@keyframes pulse { 0%, 60%, 100% { opacity: .25; } 30% { opacity: 1; } }
.earlier { align-self: center; font-size: 14px; color: var(--muted); }

.choices { display: flex; flex-wrap: wrap; gap: 7px; padding: 0 14px 10px; max-height: 58%; overflow-y: auto; }
.choices:empty { display: none; }
.choices button { font-size: 14px; line-height: 1.35; border-radius: 18px; text-align: start; }
.state { margin: 0; padding: 6px 14px; font-size: 13px; color: var(--muted); background: var(--soft); }
.composer {
  display: flex; gap: 6px; align-items: flex-end; padding: 10px 12px; border-block-start: 1px solid var(--line);
}
textarea, input:not([type="checkbox"]) {
  flex: 1; min-width: 0; background: var(--soft); border: 1px solid var(--line); border-radius: 14px;
  padding: 8px 12px; font-size: 16px;
}
textarea { resize: none; min-height: 42px; max-height: 150px; field-sizing: content; }
::placeholder { color: var(--muted); opacity: 1; }
.main {
  background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; min-height: 42px;
  min-width: 42px; display: grid; place-items: center;
}
.main:disabled { opacity: .5; cursor: default; }
.main svg { width: 22px; height: 22px; }
.composer .tool { min-height: 42px; }
.composer .who { align-self: center; }
.preview { display: flex; gap: 8px; padding: 8px 14px 0; align-items: center; }
.preview:empty { display: none; }
.preview canvas { height: 56px; border-radius: 8px; border: 1px solid var(--line); }
.newest { align-self: center; margin-block: -40px 8px; z-index: 1; background: var(--panel); font-size: 14px; }
.menu { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: center; }
.menu button { border: 0; padding: 0; min-height: 24px; text-decoration: underline; }
.again { display: flex; gap: 6px; color: var(--muted); }
.again button { font-size: 13px; border: 0; padding: 0 6px; text-decoration: underline; }
.foot { padding: 0 14px 9px; font-size: 12px; line-height: 1.35; color: var(--muted); }

.sheet { position: absolute; inset: 0; z-index: 1; background: var(--panel); padding: 18px; overflow-y: auto; }
.sheet form, .choices form { display: flex; flex-direction: column; gap: 12px; width: 100%; }
.sheet h3 { margin: 0; font-size: 17px; }
.sheet p { margin: 0; }
label { display: flex; flex-direction: column; gap: 4px; font-size: 14px; font-weight: 600; }
.sheet textarea { min-height: 110px; }
label > * { flex: none; font-weight: 400; }
.sheet .check { flex-direction: row; align-items: flex-start; gap: 8px; font-weight: 400; }
.sheet .check input { width: 20px; height: 20px; margin: 0; accent-color: var(--accent); }
.row { display: flex; gap: 8px; justify-content: flex-end; }
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
  .typing i { opacity: .6; }
}
@media (forced-colors: active) { .user, .launcher, .main { border: 1px solid; } }
`;
