// The explorer: a query, its variables, its answer. No library, no state kept.
'use strict';

const element = (id) => document.getElementById(id);
const [query, variables, run, status, answer] = ['query', 'variables', 'run', 'status', 'answer'].map(element);

async function ask() {
  let values;
  try {
    values = variables.value.trim() === '' ? {} : JSON.parse(variables.value);
  } catch (error) {
    status.textContent = `The variables are no JSON: ${error.message}.`;
    variables.setAttribute('aria-invalid', 'true');
    variables.focus();
    return;
  }
  variables.removeAttribute('aria-invalid');
  status.textContent = 'Asking…';
  answer.setAttribute('aria-busy', 'true');
  const start = performance.now();
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: query.value, variables: values }),
    });
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    show(text, took);
  } catch (error) {
    status.textContent = `The hub did not answer: ${error.message}.`;
  }
  answer.removeAttribute('aria-busy');
}

function show(text, took) {
  const result = JSON.parse(text);
  const errors = result.errors?.length ?? 0;
  const said = errors === 0 ? 'no errors' : errors === 1 ? 'one error' : `${errors} errors`;
  answer.textContent = JSON.stringify(result, null, 2);
  status.textContent = `Answered in ${took} ms: ${text.length.toLocaleString('en-GB')} characters, ${said}.`;
}

function list(operations) {
  if (operations.length === 0) return;
  const rows = operations.map((operation) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = operation.name;
    const about = document.createElement('small');
    about.textContent = operation.about;
    button.append(about);
    button.addEventListener('click', () => choose(button, operation));
    const row = document.createElement('li');
    row.append(button);
    return row;
  });
  element('saved').replaceChildren(...rows);
}

function choose(button, operation) {
  element('saved').querySelector('[aria-current]')?.removeAttribute('aria-current');
  button.setAttribute('aria-current', 'true');
  query.value = operation.document;
  variables.value = '';
  answer.textContent = '';
  status.textContent = `${operation.name} is in the query.`;
}

run.addEventListener('click', ask);
for (const field of [query, variables]) {
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });
}
fetch('/assets/operations.json')
  .then((response) => response.json())
  .then(list)
  .catch((error) => { status.textContent = `The saved questions could not be loaded: ${error.message}.`; });
