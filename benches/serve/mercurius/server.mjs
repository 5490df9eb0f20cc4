// The benchmark's questions answered by mercurius with jit, as its documentation shows, over the hub's own data as
// JSON: `node server.mjs <packages> <data.json>`. Everything is indexed at the start. It listens on a free port of loopback
// and says which on standard output.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The packages lie apart from this file: nothing is installed into the repository.
const require = createRequire(process.argv[2] + '/')
const fastify = require('fastify')
const mercurius = require('mercurius')

const data = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const by = (rows, key) => new Map(rows.map((row) => [key(row), row]))
const programmes = data.programmes
const bySlug = by(programmes, (row) => row.slug)
const countries = data.countries
const byCode = by(countries, (row) => row.code)
const inCountry = (rows) => {
  const found = new Map(countries.map((row) => [row.code, []]))
  for (const row of rows) for (const country of row.countries) found.get(country.code).push(row)
  return found
}
const programmesIn = inCountry(programmes)
const itemsIn = inCountry(data.items)
const resultsIn = inCountry(data.results)

const schema = `
  type Query {
    programme(slug: String!): Programme
    programmes(where: ProgrammeFilter, first: Int): ProgrammeConnection!
    countries(where: CountryFilter, first: Int): CountryConnection!
  }
  input FloatRange { min: Float max: Float }
  input IntRange { min: Int max: Int }
  input ProgrammeFilter { budget: FloatRange }
  input ResultFilter { value: FloatRange }
  input CountryFilter { source: [String!] sourceCount: IntRange }
  type ProgrammeConnection { totalCount: Int! nodes: [Programme!]! }
  type ProgressItemConnection { totalCount: Int! nodes: [ProgressItem!]! }
  type ResultConnection { totalCount: Int! nodes: [Result!]! }
  type CountryConnection { totalCount: Int! nodes: [Country!]! }
  type Programme {
    slug: String! title: String! synopsis: String stage: String durationMonths: Int
    countries: [Country!]! thematicArea: ThematicArea budget: Money partners: [Partner!]!
    results(where: ResultFilter, first: Int): ResultConnection!
  }
  type ThematicArea { number: Int! name: String! }
  type Money { amount: Float! currency: String! }
  type Partner { name: String! group: String }
  type Country {
    code: String! name: String! region: Region sources: [Source!]!
    programmes(first: Int): ProgrammeConnection!
    progressItems(first: Int): ProgressItemConnection!
    results(first: Int): ResultConnection!
  }
  type Region { name: String! }
  type Source { slug: String! }
  type Commitment { number: String! }
  type Evidence { source: Source! firstLine: Int! lastLine: Int! quoteSha256: String! }
  type ProgressItem {
    commitment: Commitment! position: Int! headline: String countries: [Country!]! evidence: [Evidence!]!
  }
  type Figure { value: Float! unit: String! qualifier: String! }
  type Result { theme: String figure: Figure! programme: Programme evidence: [Evidence!]! }
`

const within = (range, value) =>
  !range || (value != null && (range.min == null || value >= range.min) && (range.max == null || value <= range.max))
const page = (rows, first) => ({ totalCount: rows.length, nodes: rows.slice(0, first ?? 250) })
const full = (row) => row.countries.map((country) => byCode.get(country.code))

const resolvers = {
  Query: {
    programme: (_, { slug }) => bySlug.get(slug) ?? null,
    programmes: (_, { where, first }) =>
      page(programmes.filter((row) => within(where?.budget, row.budget?.amount)), first),
    countries: (_, { where, first }) => {
      const wanted = where?.source ?? []
      const kept = countries.filter(
        (row) =>
          (wanted.length === 0 || row.sources.some((source) => wanted.includes(source.slug))) &&
          within(where?.sourceCount, row.sources.length),
      )
      return page(kept, first)
    },
  },
  Programme: {
    countries: full,
    results: (row, { where, first }) =>
      page(row.results.nodes.filter((result) => within(where?.value, result.figure.value)), first),
  },
  ProgressItem: { countries: full },
  Result: { programme: (row) => (row.programme ? bySlug.get(row.programme.slug) : null) },
  Country: {
    programmes: (row, { first }) => page(programmesIn.get(row.code), first),
    progressItems: (row, { first }) => page(itemsIn.get(row.code), first),
    results: (row, { first }) => page(resultsIn.get(row.code), first),
  },
}

const app = fastify()
app.register(mercurius, { schema, resolvers, jit: 1 })
await app.listen({ port: 0, host: '127.0.0.1' })
console.log(`listening ${app.server.address().address}:${app.server.address().port}`)
