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
  const properties = { fetcher: GraphiQL.createFetcher({ url: '/graphql' }) };
  if (saved.length > 0) properties.defaultTabs = saved;
  ReactDOM.createRoot(document.getElementById('graphiql')).render(React.createElement(GraphiQL, properties));
});
