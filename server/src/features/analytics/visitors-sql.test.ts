import { expect, test } from "vitest";
import { sharedWarehouse } from "#testing/shared-warehouse.ts";
import { visitorsSql } from "./visitors-sql.ts";

const { warehouse } = sharedWarehouse();

test.each([
  { counting: "listed", exactTo: 8_000, error: 0.0003 },
  { counting: "estimated", exactTo: 1_000, error: 0.01 },
] as const)(
  "visitors that are $counting are as near as the answer says, and exact for few",
  async ({ counting, exactTo, error }) => {
    for (const count of [1_000, 8_000, 50_000, 300_000, 400_000, 2_000_000]) {
      const sql = `select ${visitorsSql[counting]("reinterpretAsUInt64(MD5(toString(number)))", "number >= 0")} as seen from numbers({count:UInt32})`;
      const [row] = await warehouse().query<{ seen: number }>(sql, { count });
      const most = count <= exactTo ? 0 : count <= 8_000 ? 0.0005 : error;
      expect(Math.abs((row?.seen ?? 0) / count - 1), `${count}`).toBeLessThanOrEqual(most);
    }
  },
);
