import type { Compilable, CompiledQuery, Kysely, QueryResult } from "kysely";
import type { Reader, Tx } from "./database.ts";
import type { PlatformTables } from "./tables.ts";

type Value = string | number | null;
/** By name, or by place. */
type Params = Readonly<Record<string, Value>> | readonly Value[];

/** Stands in a query for a value that comes later. */
class Place {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A query with places for its values, compiled once for each engine. */
type Template = { readonly query: CompiledQuery; readonly places: readonly unknown[] };

type Build<P, Row> = (db: Kysely<PlatformTables>, values: P) => Compilable<Row>;

/**
 * A query that is built once and run many times with other values: building and compiling cost several times what
 * SQLite needs to run it. `build` sees placeholders instead of values, so it can neither branch on them nor change them.
 */
export function readStatement<P extends Params, Row>(
  build: Build<P, Row>,
): (read: Reader, values: P) => Promise<Row[]> {
  const run = prepare(build);
  // A reader is a Kysely whose type hides how to write.
  return async (read, values) => (await run(read as unknown as Kysely<PlatformTables>, values)).rows;
}

/** The same for one that writes; tells how many rows it changed. */
export function writeStatement<P extends Params>(
  build: Build<P, unknown>,
): (tx: Tx, values: P) => Promise<number> {
  const run = prepare(build);
  return async (tx, values) => Number((await run(tx, values)).numAffectedRows ?? 0);
}

function prepare<P extends Params, Row>(build: Build<P, Row>) {
  const templates = new Map<unknown, Template>();
  return (db: Kysely<PlatformTables>, values: P): Promise<QueryResult<Row>> => {
    const engine = db.getExecutor().adapter.constructor;
    let template = templates.get(engine);
    if (template === undefined) {
      const query = build(db, placesFor<P>()).compile();
      template = { query, places: query.parameters };
      templates.set(engine, template);
    }
    const { query, places } = template;
    const parameters = places.map((one) => (one instanceof Place ? valueAt(values, one.name) : one));
    return db.executeQuery({ ...query, parameters } as CompiledQuery<Row>);
  };
}

function valueAt(values: Params, name: string): Value {
  const value = (values as Readonly<Record<string, Value>>)[name];
  if (value === undefined) throw new Error(`The statement has no value for ${name}.`);
  return value;
}

/** Answers any name with its place. */
function placesFor<P extends Params>(): P {
  return new Proxy({}, { get: (_, name) => new Place(String(name)) }) as P;
}

/** The named values as a row: placeholders cannot be spread, because they are made when they are asked for. */
export function pick<P, const K extends keyof P>(values: P, ...names: readonly K[]): Pick<P, K> {
  return Object.fromEntries(names.map((name) => [name, values[name]])) as Pick<P, K>;
}
