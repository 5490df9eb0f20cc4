// A subscription by graphql-ws and one by graphql-sse, and a mutation that both are told of: node streams.mjs HOST:PORT
// AUTHORIZATION
import assert from 'node:assert/strict';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';

const [host, authorization] = process.argv.slice(2);
const sockets = createWsClient({
  url: `ws://${host}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { authorization },
  keepAlive: 1_000,
  retryAttempts: 0,
});
const events = createSseClient({ url: `http://${host}/graphql`, retryAttempts: 0 });

// The answer to a query or a mutation, on the socket.
async function ask(query, variables) {
  const answers = [];
  for await (const answer of sockets.iterate({ query, variables })) answers.push(answer);
  assert.equal(answers.length, 1);
  assert.equal(answers[0].errors, undefined, JSON.stringify(answers[0]));
  return answers[0].data;
}

const { links } = await ask('{ links(first: 1) { nodes { id } } }');
const link = links.nodes[0].id;

const query = 'subscription { linkDecided { id status } }';
const streams = { sockets: sockets.iterate({ query }), events: events.iterate({ query }) };
const heard = {};
const listening = Object.entries(streams).map(async ([name, stream]) => {
  heard[name] = (await stream.next()).value;
  await stream.return();
});

// A stream says nothing when it begins, so decisions are taken and taken back until both have told of one.
const decide = `mutation ($link: ID!) {
  decideLink(input: { link: $link, action: CONFIRM }) { decision { id } userErrors { message } } }`;
const withdraw = `mutation ($decision: ID!) {
  withdrawDecision(input: { decision: $decision }) { userErrors { message } } }`;
for (let tries = 0; Object.keys(heard).length < 2; tries += 1) {
  assert.ok(tries < 500, `only ${Object.keys(heard)} told of a decision`);
  const { decideLink } = await ask(decide, { link });
  assert.deepEqual(decideLink.userErrors, []);
  await ask(withdraw, { decision: decideLink.decision.id });
}
await Promise.all(listening);
for (const [name, answer] of Object.entries(heard)) {
  assert.equal(answer.data.linkDecided.id, link, `${name}: ${JSON.stringify(answer)}`);
}

// What cannot be run is an error message, which this client throws.
const wrong = (await sockets.iterate({ query: '{ nothing }' }).next().catch((errors) => errors))[0];
assert.equal(wrong.extensions.code, 'GRAPHQL_VALIDATION_FAILED');

await sockets.dispose();
events.dispose();
console.log('both streams told of the decision');
