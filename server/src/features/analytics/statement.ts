/** A statement, and the values that go into its `{name:Type}` places: no text of a caller's is ever part of `sql`. */
export type Statement = { readonly sql: string; readonly params: Readonly<Record<string, unknown>> };
