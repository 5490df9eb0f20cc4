// The schema and every committed document as others read them: graphql-js, and types that graphql-codegen makes.
//
// Usage: node documents.mjs SCHEMA_FOLDER INTO; what is written INTO is for tsc.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, validate, validateSchema } from 'graphql';

const [folder, into] = process.argv.slice(2);
const sdl = readFileSync(join(folder, 'hub.graphql'), 'utf8');
const schema = buildSchema(sdl);
assert.deepEqual(validateSchema(schema).map(String), []);

// One that is missing here is an error: a client has to know of it too.
const scalars = { CountryCode: 'string', Date: 'string', DateTime: 'string', URL: 'string', _Any: 'unknown' };

mkdirSync(into, { recursive: true });

/// Writes what a plugin makes of documents, as a module of its own.
async function write(name, plugin, documents) {
  const types = await codegen({
    filename: `${name}.ts`,
    schema: parse(sdl),
    schemaAst: schema,
    documents,
    config: { strictScalars: true, scalars },
    pluginMap: { plugin },
    plugins: [{ plugin: {} }],
  });
  writeFileSync(join(into, `${name}.ts`), types);
}

await write('schema', typescript, []);
for (const set of ['operations', 'exports']) {
  const documents = readdirSync(join(folder, set)).map((name) => ({
    location: `${set}/${name}`,
    document: parse(readFileSync(join(folder, set, name), 'utf8')),
  }));
  assert.ok(documents.length > 5, `${set} has ${documents.length} documents`);
  for (const { location, document } of documents) {
    assert.deepEqual(validate(schema, document).map(String), [], location);
  }
  await write(set, operations, documents);
  console.log(`${set}: ${documents.length} documents`);
}
writeFileSync(
  join(into, 'tsconfig.json'),
  JSON.stringify({ compilerOptions: { strict: true, noEmit: true, target: 'es2022', types: [] }, include: ['*.ts'] }),
);
