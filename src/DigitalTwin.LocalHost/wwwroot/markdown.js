// Renders the little Markdown a chat needs as DOM nodes. No HTML is ever parsed, so none can be smuggled in.

const inlinePattern = /(`[^`\n]+`)|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?!\w)|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+|mailto:[^\s)]+)\)|\[(\d{1,3})\]/g;

const element = (name, ...children) => {
  const node = document.createElement(name);
  node.append(...children);
  return node;
};

const link = (text, href) => {
  const node = element('a', text);
  node.href = href;
  node.rel = 'noopener nofollow';
  node.target = '_blank';
  return node;
};

const citation = (number, onCitation) => {
  const button = element('button', `${number}`);
  button.type = 'button';
  button.setAttribute('aria-label', `Source ${number}`);
  button.addEventListener('click', () => onCitation(number));
  return element('sup', button);
};

const inline = (text, citations, onCitation) => {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    const [all, code, strong, emphasis, label, href, number] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + all.length;
    if (code) nodes.push(element('code', code.slice(1, -1)));
    else if (strong) nodes.push(element('strong', strong));
    else if (emphasis) nodes.push(element('em', emphasis));
    else if (href) nodes.push(link(label, href));
    else if (Number(number) >= 1 && Number(number) <= citations) nodes.push(citation(Number(number), onCitation));
    else nodes.push(all);
  }
  nodes.push(text.slice(end));
  return nodes;
};

/** The nodes of a reply. Numbers in brackets up to `citations` become buttons that call `onCitation`. */
export function renderMarkdown(text, citations, onCitation) {
  const nodes = [];
  const say = (line) => inline(line, citations, onCitation);
  for (const block of text.split(/(```[\s\S]*?(?:```|$))/)) {
    if (block.startsWith('```')) {
      nodes.push(element('pre', element('code', block.replace(/^```[^\n]*\n?|```$/g, ''))));
      continue;
    }
    for (const paragraph of block.split(/\n\s*\n/).filter((part) => part.trim())) {
      const lines = paragraph.trim().split('\n');
      const marker = lines.every((line) => /^\s*[-*•]\s/.test(line)) ? 'ul' : lines.every((line) => /^\s*\d+[.)]\s/.test(line)) ? 'ol' : null;
      if (marker) nodes.push(element(marker, ...lines.map((line) => element('li', ...say(line.replace(/^\s*([-*•]|\d+[.)])\s+/, ''))))));
      else if (/^#{1,6}\s/.test(lines[0])) nodes.push(element('p', element('strong', ...say(paragraph.replace(/^#+\s+/, '')))));
      else if (lines.every((line) => line.startsWith('>'))) nodes.push(element('blockquote', ...say(lines.map((line) => line.replace(/^>\s?/, '')).join(' '))));
      else nodes.push(element('p', ...say(lines.join(' '))));
    }
  }
  return nodes;
}
