import type { Policy } from "#kernel/policy.ts";
import type { Reader } from "#platform/database/database.ts";
import { type CompiledPolicy, compilePolicy } from "./compile-policy.ts";

/** What holds for all links of a handle, as of the last commit. */
export async function findPolicy(read: Reader, handleId: string): Promise<CompiledPolicy> {
  const rows = await read
    .selectFrom("policies")
    .select(["part", "value"])
    .where("handle_id", "=", handleId)
    .execute();
  const parts = Object.fromEntries(rows.map(({ part, value }) => [part, JSON.parse(value)]));
  return compilePolicy(parts as Partial<Policy>);
}
