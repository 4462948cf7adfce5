// Shows the OpenAPI document as a page: operations by tag, with their fields and answers.
const methods = ['get', 'post', 'put', 'patch', 'delete'];

const element = (name, text, ...children) => {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  node.append(...children);
  return node;
};

const resolve = (api, schema) => {
  if (!schema) return {};
  return schema.$ref ? resolve(api, schema.$ref.split('/').slice(1).reduce((at, key) => at?.[key], api)) : schema;
};

const typeName = (schema) => schema.$ref?.split('/').pop()
  ?? (schema.oneOf ? schema.oneOf.map(typeName).join(' or ')
    : schema.type?.includes('array') ? `${typeName(schema.items ?? {})}[]`
      : [schema.type].flat().filter(Boolean).join(' or ') || schema.enum?.join(' | ') || 'any');

const fieldTable = (api, schema) => {
  const resolved = resolve(api, schema);
  const rows = Object.entries(resolved.properties ?? {}).map(([name, field]) => element('tr', '',
    element('td', '', element('code', name)),
    element('td', typeName(field)),
    element('td', resolved.required?.includes(name) ? 'always' : '')));
  return rows.length ? element('table', '', element('tbody', '', ...rows)) : element('code', typeName(schema ?? {}));
};

const section = (title, ...children) => element('section', '', element('h4', title), ...children);

const renderOperation = (api, path, method, operation) => {
  const method_ = element('span', method.toUpperCase());
  method_.className = 'method';
  const note = element('span', operation.summary);
  note.className = 'note';
  const details = element('details', '', element('summary', '', method_, element('code', path), note));
  if (operation.description) details.append(element('p', operation.description));
  const body = operation.requestBody?.content?.['application/json']?.schema;
  if (body) details.append(section('Body', fieldTable(api, body)));
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
    const fields = content?.schema ? fieldTable(api, content.schema) : '';
    details.append(section(`${status} ${response.description ?? ''}`, type ? element('p', type) : '', fields));
  }
  return details;
};

const render = (api) => {
  const byTag = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of methods.filter((name) => operations[name])) {
      const tag = operations[method].tags?.[0] ?? 'other';
      byTag.set(tag, [...(byTag.get(tag) ?? []), renderOperation(api, path, method, operations[method])]);
    }
  }
  document.getElementById('description').textContent = api.info.description ?? '';
  const sections = [...byTag].map(([tag, nodes]) => element('section', '', element('h2', tag), ...nodes));
  document.getElementById('operations').replaceChildren(...sections);
};

try {
  const response = await fetch('/api/openapi.json');
  if (!response.ok) throw new Error(`The description answered ${response.status}.`);
  render(await response.json());
} catch (error) {
  document.getElementById('operations').textContent = `The description could not be loaded: ${error.message}`;
}
