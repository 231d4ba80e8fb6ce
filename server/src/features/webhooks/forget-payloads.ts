import { readerOf, type Tx } from "#platform/database/database.ts";
import { listBodies, listPayloads, saveBody, savePayload } from "./forget-store.ts";

/** Which events: those of one type since a moment whose payload has these texts in its fields. */
export type Forgotten = {
  readonly type: string;
  readonly since: Date;
  readonly named: Readonly<Record<string, string>>;
};

/**
 * Takes out of events all but what they are found by, in the outbox and in deliveries; what is delivered after that says
 * `erased`. Tells which events there were.
 */
export async function forgetPayloads(
  tx: Tx,
  handleId: string,
  { type, since, named }: Forgotten,
): Promise<readonly string[]> {
  const read = readerOf(tx);
  const rows = await listPayloads(read, handleId, type, since.getTime());
  const ids = rows.filter(({ payload }) => isNamed(payload, named)).map(({ id }) => id);
  const payload = { ...named, erased: true };
  for (const id of ids) {
    await savePayload(tx, handleId, id, JSON.stringify(payload));
    for (const { body, ...key } of await listBodies(read, handleId, id)) {
      await saveBody(tx, key, JSON.stringify({ ...JSON.parse(body), payload }));
    }
  }
  return ids;
}

function isNamed(payload: string, named: Forgotten["named"]): boolean {
  const told = JSON.parse(payload) as Record<string, unknown>;
  return Object.entries(named).every(([field, value]) => told[field] === value);
}
