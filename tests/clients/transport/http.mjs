// The audits of the GraphQL-over-HTTP specification, against a server: node http.mjs ADDRESS
import { serverAudits } from 'graphql-http';

const audits = serverAudits({ url: process.argv[2], fetchFn: fetch });
let passed = 0;
for (const audit of audits) {
  const { status, reason } = await audit.fn();
  if (status === 'ok') passed += 1;
  else console.log(`${status}: ${audit.id} ${audit.name}: ${reason}`);
}
console.log(`${passed} of ${audits.length}`);
process.exit(passed === audits.length ? 0 : 1);
