import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import { pick, readStatement, writeStatement } from "#platform/database/statement.ts";
import type { Conversion } from "./conversion.ts";

type ConversionRow = {
  readonly handle_id: string;
  readonly idempotency_key: string;
  readonly conversion_id: string;
  readonly slug: string;
  readonly click_id: string;
  readonly event_type: string;
  readonly value: string;
  /** Empty where there is none. */
  readonly currency: string;
  readonly occurred_at: number;
  readonly received_at: number;
};
type ConversionTables = { readonly conversions: ConversionRow };

const COLUMNS = [
  "handle_id",
  "idempotency_key",
  "conversion_id",
  "slug",
  "click_id",
  "event_type",
  "value",
  "currency",
  "occurred_at",
  "received_at",
] as const;

/** Leaves what is there under the key as it is. */
const insert = writeStatement<ConversionRow>((db, row) =>
  db
    .$extendTables<ConversionTables>()
    .insertInto("conversions")
    .values(pick(row, ...COLUMNS))
    .onConflict((taken) => taken.columns(["handle_id", "idempotency_key"]).doNothing()),
);

/** False when the key has been used in this handle before: then nothing is written. */
export async function insertConversion(
  tx: Tx,
  handleId: string,
  idempotencyKey: string,
  conversion: Conversion,
): Promise<boolean> {
  const { conversionId, slug, clickId, eventType, value, currency, occurredAt, receivedAt } = conversion;
  const inserted = await insert(tx, {
    handle_id: handleId,
    idempotency_key: idempotencyKey,
    conversion_id: conversionId,
    slug,
    click_id: clickId,
    event_type: eventType,
    value,
    currency: currency ?? "",
    occurred_at: occurredAt.getTime(),
    received_at: receivedAt.getTime(),
  });
  return inserted > 0;
}

type Key = Pick<ConversionRow, "handle_id" | "idempotency_key">;
const idOfKey = readStatement<Key, Pick<ConversionRow, "conversion_id">>(
  (db, { handle_id, idempotency_key }) =>
    readerOf(db)
      .$extendTables<ConversionTables>()
      .selectFrom("conversions")
      .select("conversion_id")
      .where("handle_id", "=", handle_id)
      .where("idempotency_key", "=", idempotency_key),
);

/** The conversion that was counted under this key; `undefined` while none was. */
export async function findConversionId(
  read: Reader,
  handleId: string,
  idempotencyKey: string,
): Promise<string | undefined> {
  const [row] = await idOfKey(read, { handle_id: handleId, idempotency_key: idempotencyKey });
  return row?.conversion_id;
}

/** The last received first, older than the conversion `before`. */
export async function listConversions(
  read: Reader,
  handleId: string,
  before: string | undefined,
  limit: number,
): Promise<Conversion[]> {
  const all = read
    .$extendTables<ConversionTables>()
    .selectFrom("conversions")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("event_type", "!=", "") // Past its retention: the key alone is left.
    .orderBy("conversion_id", "desc")
    .limit(limit);
  const rows = await (before === undefined ? all : all.where("conversion_id", "<", before)).execute();
  return rows.map((row) => ({
    conversionId: row.conversion_id,
    slug: row.slug,
    clickId: row.click_id,
    eventType: row.event_type,
    value: row.value,
    currency: row.currency === "" ? null : row.currency,
    occurredAt: new Date(row.occurred_at),
    receivedAt: new Date(row.received_at),
  }));
}
