import type { Reader, Tx } from "#platform/database/database.ts";
import type { Binding, BindingSecret, InvokeScope, Target } from "./binding.ts";

type BindingRow = {
  readonly handle_id: string;
  readonly binding_key: string;
  readonly target_type: Target["type"];
  readonly target: string;
  readonly env: string;
  readonly methods: string;
  readonly access: Binding["access"];
  readonly required_scope: InvokeScope | null;
  readonly timeout_ms: number;
  readonly max_bytes: number;
  readonly enabled: number;
  readonly secret: string | null;
  readonly secret_before: string | null;
  readonly secret_before_until: number | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly deleted_at: number | null;
};
type BindingTables = { readonly function_bindings: BindingRow };

/** In no order that may be relied on: engines sort text in different ways. */
export async function listBindings(read: Reader, handleId: string): Promise<Binding[]> {
  const rows = await bindingsOf(read, handleId).selectAll().where("deleted_at", "is", null).execute();
  return rows.map(toBinding);
}

export async function findBinding(
  read: Reader,
  handleId: string,
  bindingKey: string,
): Promise<Binding | undefined> {
  const row = await bindingsOf(read, handleId)
    .selectAll()
    .where("binding_key", "=", bindingKey)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row && toBinding(row);
}

/** Zero where the key has never been used. Versions go on counting after a deletion. */
export async function findLastVersion(read: Reader, handleId: string, bindingKey: string): Promise<number> {
  const row = await bindingsOf(read, handleId)
    .select("version")
    .where("binding_key", "=", bindingKey)
    .executeTakeFirst();
  return row?.version ?? 0;
}

export async function countBindings(read: Reader, handleId: string): Promise<number> {
  const { count } = await bindingsOf(read, handleId)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function saveBinding(tx: Tx, handleId: string, binding: Binding): Promise<void> {
  const row = toRow(handleId, binding);
  await tx
    .$extendTables<BindingTables>()
    .insertInto("function_bindings")
    .values(row)
    .onConflict((taken) => taken.columns(["handle_id", "binding_key"]).doUpdateSet(row))
    .execute();
}

/** The row stays, without being a binding and without what was behind it: its version is what a later one goes on from. */
export async function markDeleted(
  tx: Tx,
  handleId: string,
  bindingKey: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .$extendTables<BindingTables>()
    .updateTable("function_bindings")
    .set({ ...NOTHING, version, deleted_at: now.getTime() })
    .where("handle_id", "=", handleId)
    .where("binding_key", "=", bindingKey)
    .execute();
}

const NOTHING = { target: "", env: "{}", secret: null, secret_before: null, secret_before_until: null };

const bindingsOf = (read: Reader, handleId: string) =>
  read.$extendTables<BindingTables>().selectFrom("function_bindings").where("handle_id", "=", handleId);

const toRow = (handleId: string, { target, secret, ...binding }: Binding): BindingRow => ({
  handle_id: handleId,
  binding_key: binding.bindingKey,
  target_type: target.type,
  target: target.type === "HTTP" ? target.url : target.source,
  env: target.type === "HTTP" ? "{}" : JSON.stringify(target.env),
  methods: JSON.stringify(binding.methods),
  access: binding.access,
  required_scope: binding.requiredScope,
  timeout_ms: binding.timeoutMs,
  max_bytes: binding.maxBytes,
  enabled: Number(binding.enabled),
  secret: secret?.sealed ?? null,
  secret_before: secret?.before ?? null,
  secret_before_until: secret?.beforeUntil ?? null,
  version: binding.version,
  created_at: binding.createdAt.getTime(),
  updated_at: binding.updatedAt.getTime(),
  deleted_at: null,
});

const toBinding = (row: BindingRow): Binding => ({
  bindingKey: row.binding_key,
  target:
    row.target_type === "HTTP"
      ? { type: "HTTP", url: row.target }
      : { type: "SCRIPT", source: row.target, env: JSON.parse(row.env) },
  methods: JSON.parse(row.methods),
  access: row.access,
  requiredScope: row.required_scope,
  timeoutMs: row.timeout_ms,
  maxBytes: row.max_bytes,
  enabled: row.enabled === 1,
  secret: toSecret(row),
  version: row.version,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
});

const toSecret = (row: BindingRow): BindingSecret | null =>
  row.secret === null
    ? null
    : { sealed: row.secret, before: row.secret_before, beforeUntil: row.secret_before_until };
