// Requests that the hub has judged, judged by graphql-js: node validity.mjs SCHEMA REQUESTS, where each line of REQUESTS
// is JSON with `document`, `variables`, whether the hub finds it `valid`, and what it `said`.
import { readFileSync } from 'node:fs';
import { buildSchema, getVariableValues, parse, validate } from 'graphql';

const [definition, requests] = process.argv.slice(2);
const schema = buildSchema(readFileSync(definition, 'utf8'));

/// What graphql-js finds wrong with a request; nothing when it would run it.
function wrong({ document, variables }) {
  let parsed;
  try {
    parsed = parse(document);
  } catch (error) {
    return error.message;
  }
  const [error] = validate(schema, parsed);
  if (error) return error.message;
  const operations = parsed.definitions.filter(({ kind }) => kind === 'OperationDefinition');
  if (operations.length !== 1) return `${operations.length} operations`;
  const { errors } = getVariableValues(schema, operations[0].variableDefinitions, variables);
  return errors?.[0].message;
}

// Where the two differ and are to: what the hub finds, and what either says.
const known = [
  // Of two types of an interface or a union, one key may be values of two types: it is clear in each answer which.
  { valid: true, said: /conflict because they return conflicting types/ },
];

const met = new Set();
let [judged, valid, unknown] = [0, 0, 0];
for (const line of readFileSync(requests, 'utf8').trimEnd().split('\n')) {
  const request = JSON.parse(line);
  const error = wrong(request);
  judged += 1;
  if (!error) valid += 1;
  if (!error === request.valid) continue;
  const difference = known.find((one) => one.valid === request.valid && one.said.test(request.said ?? error));
  if (difference) {
    met.add(difference);
  } else {
    unknown += 1;
    console.log(`hub: ${request.said ?? 'valid'}\ngraphql-js: ${error ?? 'valid'}\n${request.document} ${JSON.stringify(request.variables)}\n`);
  }
}
const unmet = known.filter((one) => !met.has(one));
for (const { said } of unmet) console.log(`no longer a difference: ${said}`);
console.log(`${judged} judged, ${valid} valid, ${unknown} differences that are not known`);
process.exit(unknown === 0 && unmet.length === 0 && judged > 500 && valid > 300 && valid < judged - 200 ? 0 : 1);
