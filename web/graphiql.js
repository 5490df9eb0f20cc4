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

// Which operation of a document is asked for.
function asked(documentAST, name) {
  const operations = (documentAST?.definitions ?? []).filter((one) => one.kind === 'OperationDefinition');
  return operations.find((one) => one.name?.value === name) ?? operations[0];
}

// Tells an observer each answer of a subscription, which come as server-sent events until it is stopped.
async function follow(parameters, headers, observer, signal) {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(parameters),
    signal,
  });
  if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream')) {
    observer.next(await answer.json());
    return;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (waiting + value).split('\n\n');
    waiting = events.pop();
    for (const event of events) {
      const lines = event.split('\n');
      if (lines.includes('event: complete')) return;
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
      if (data) observer.next(JSON.parse(data));
    }
  }
}

function subscription(parameters, headers) {
  return {
    subscribe(observer) {
      const stop = new AbortController();
      follow(parameters, headers, observer, stop.signal).then(
        () => observer.complete(),
        (error) => { if (!stop.signal.aborted) observer.error(error); },
      );
      return { unsubscribe: () => stop.abort() };
    },
  };
}

const post = GraphiQL.createFetcher({ url: '/graphql' });

function fetcher(parameters, options) {
  const isSubscription = asked(options?.documentAST, parameters.operationName)?.operation === 'subscription';
  return isSubscription ? subscription(parameters, options?.headers) : post(parameters, options);
}

tabs().then((saved) => {
  const create = React.createElement;
  const properties = { fetcher };
  if (saved.length > 0) properties.defaultTabs = saved;
  const home = create(GraphiQL.Logo, null, create('a', { href: '/', className: 'home' }, 'GCM Hub'));
  const note = create(GraphiQL.Footer, null, create('p', { className: 'note' }, 'Not an official product of the United Nations.'));
  ReactDOM.createRoot(document.getElementById('graphiql')).render(create(GraphiQL, properties, home, note));
});
