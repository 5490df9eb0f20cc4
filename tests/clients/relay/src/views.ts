// Views of a client that pages and refetches through Relay: connections both ways, on the root and on nodes, nodes that
// are fetched again by `id`, an interface, a union, a mutation and a subscription.

graphql`
  query viewsQuery($code: CountryCode!, $id: ID!) {
    ...views_programmes
    ...views_decisions
    country(code: $code) { ...views_country }
    node(id: $id) { __typename ...views_item @alias ...views_programme @alias }
    search(text: "border", first: 10) { edges { score node { __typename ...views_programme @alias } } }
  }
`;

graphql`
  fragment views_programmes on Query
  @refetchable(queryName: "viewsProgrammesPage")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    where: { type: "ProgrammeFilter" }
    orderBy: { type: "[ProgrammeOrder!]" }
  ) {
    programmes(first: $count, after: $cursor, where: $where, orderBy: $orderBy) @connection(key: "views_programmes") {
      totalCount
      edges { node { id ...views_programme } }
    }
  }
`;

graphql`
  fragment views_decisions on Query
  @refetchable(queryName: "viewsDecisionsPage")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    decisions(last: $count, before: $cursor) @connection(key: "views_decisions") {
      edges { node { action at link { from { __typename ... on ProgressItem { headline } } } } }
    }
  }
`;

graphql`
  fragment views_programme on Programme @refetchable(queryName: "viewsProgramme") {
    slug
    title
    budget { amount currency }
  }
`;

graphql`
  fragment views_country on Country
  @refetchable(queryName: "viewsCountryProgrammesPage")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    name
    programmes(first: $count, after: $cursor) @connection(key: "views_country_programmes") {
      edges { node { ...views_programme } }
    }
  }
`;

graphql`
  fragment views_item on ProgressItem
  @refetchable(queryName: "viewsItemProgrammesPage")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    headline
    programmes(first: $count, after: $cursor) @connection(key: "views_item_programmes") {
      edges { link { ...views_link } node { ...views_programme } }
    }
  }
`;

graphql`
  fragment views_link on Link @refetchable(queryName: "viewsLink") {
    status
    score
  }
`;

graphql`
  mutation viewsDecideMutation($input: DecideLinkInput!) {
    decideLink(input: $input) {
      link { ...views_link }
      userErrors { field message }
    }
  }
`;

graphql`
  subscription viewsDecidedSubscription {
    linkDecided { ...views_link }
  }
`;
