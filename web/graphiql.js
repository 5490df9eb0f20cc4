// Starts GraphiQL on this origin's endpoint, with the saved operations as tabs.
'use strict';

async function tabs() {
  try {
    const operations = await (await fetch('/assets/operations.json')).json();
    return operations.map((operation) => ({ query: operation.document }));
  } catch (error) {
    console.warn('the saved operations could not be loaded', error);
    return [];
  }
}

tabs().then((saved) => {
  const create = React.createElement;
  const properties = { fetcher: GraphiQL.createFetcher({ url: '/graphql' }) };
  if (saved.length > 0) properties.defaultTabs = saved;
  const home = create(GraphiQL.Logo, null, create('a', { href: '/', className: 'home' }, 'GCM Hub'));
  const note = create(GraphiQL.Footer, null, create('p', { className: 'note' }, 'Not an official product of the United Nations.'));
  ReactDOM.createRoot(document.getElementById('graphiql')).render(create(GraphiQL, properties, home, note));
});
