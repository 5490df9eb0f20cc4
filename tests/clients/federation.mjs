// The hub as a subgraph: composed with another that knows capitals and studies, and asked through a real gateway.
//
// Usage: node federation.mjs http://127.0.0.1:PORT/graphql

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { composeServices } from '@theguild/federation-composition';
import { buildSchema, graphql, parse } from 'graphql';

const hub = process.argv[2];

/// The other subgraph. Its facts are invented, but for the capitals.
const ATLAS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
  type Query { capitals: [Country!]! studies: [Study!]! }
  type Country @key(fields: "code") { code: CountryCode! capital: String }
  type Programme @key(fields: "slug") { slug: String! studies: [Study!]! }
  type Study { title: String! programme: Programme }
  scalar CountryCode`;

const CAPITALS = { MDA: 'Chișinău', TJK: 'Dushanbe' };
const STUDIES = [
  { title: 'Under a former name', slug: 'tjk-abandoned-families-khatlon' },
  { title: 'Of what nobody knows', slug: 'no-such-programme' },
];

const country = (code) => ({ __typename: 'Country', code, capital: CAPITALS[code] });
const study = ({ title, slug }) => ({ title, programme: () => programme(slug) });
const programme = (slug) => ({
  __typename: 'Programme',
  slug,
  studies: () => STUDIES.filter((one) => one.slug === slug).map(study),
});
const atlas = {
  capitals: Object.keys(CAPITALS).map(country),
  studies: STUDIES.map(study),
  _entities: ({ representations }) =>
    representations.map((one) => (one.__typename === 'Country' ? country(one.code) : programme(one.slug))),
};
const atlasSchema = buildSchema(
  `${ATLAS.replace(/extend schema.*/, '').replaceAll(/@key\(.*?\)/g, '')}
  scalar _Any  union _Entity = Country | Programme
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`,
);

/// Serves on a free port and tells the address.
async function listen(handler) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/graphql`;
}

async function ask(address, query) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const atlasAddress = await listen(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  const { query: source, variables: variableValues } = JSON.parse(body);
  const answer = await graphql({ schema: atlasSchema, rootValue: atlas, source, variableValues });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
});

const { sdl } = (await ask(hub, '{ _service { sdl } }')).data._service;
const composed = composeServices([
  { name: 'hub', url: hub, typeDefs: parse(sdl) },
  { name: 'atlas', url: atlasAddress, typeDefs: parse(ATLAS) },
]);
assert.deepEqual(composed.errors?.map((error) => error.message) ?? [], [], 'the two compose');

const gateway = createGatewayRuntime({ supergraph: composed.supergraphSdl, logging: false, maskedErrors: false });
const address = await listen(gateway);

assert.deepEqual(
  await ask(address, '{ country(code: "Moldova") { name capital } countries(first: 2) { nodes { code capital } } }'),
  {
    data: {
      country: { name: 'Republic of Moldova', capital: 'Chișinău' },
      countries: { nodes: [{ code: 'ABW', capital: null }, { code: 'AFG', capital: null }] },
    },
  },
  'from the hub to the other',
);

const direct = await ask(hub, '{ countries(where: { code: ["MDA", "TJK"] }) { nodes { name programmes { totalCount } } } }');
const back = await ask(address, '{ capitals { capital name programmes { totalCount } } }');
assert.deepEqual(
  back.data?.capitals,
  direct.data.countries.nodes.map((node, index) => ({ capital: Object.values(CAPITALS)[index], ...node })),
  `from the other to the hub: ${JSON.stringify(back.errors)}`,
);

const studies = await ask(address, '{ studies { title programme { slug title studies { title } } } }');
assert.deepEqual(
  studies.data?.studies.map((study) => study.programme?.title ?? null),
  [(await ask(hub, '{ programme(slug: "tjk-families-left-behind-khatlon") { title } }')).data.programme.title, null],
  `a former slug finds its programme, an unknown one costs no other: ${JSON.stringify(studies)}`,
);

const failed = await ask(address, '{ capitals { capital programmes(first: -1) { totalCount } } }');
assert.equal(failed.errors?.[0].extensions.code, 'BAD_USER_INPUT', JSON.stringify(failed));

console.log(`composed; 4 questions through the gateway`);
process.exit(0);
