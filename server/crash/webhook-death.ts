import { parseArgs } from "node:util";
import { fanOut } from "#features/webhooks/fan-out.ts";
import { openChangeFeed } from "#platform/change-feed/open-change-feed.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { WRITE } from "#platform/database/write.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { compressedClock } from "./compressed-clock.ts";

/** Commits one event and dies within its fan-out: everything of that is written, and its commit never comes. */
const { values } = parseArgs({
  options: {
    location: { type: "string", default: "" },
    origin: { type: "string", default: "0" },
    scale: { type: "string", default: "1" },
    number: { type: "string", default: "0" },
  },
});
const clock = compressedClock({ originMs: Number(values.origin), scale: Number(values.scale) });
const db = openDatabase(values.location);
const changes = openChangeFeed(values.location);
const deps: MutateDeps = { db, clock, changes, standing: async (_, actor) => actor };

await mutate(deps, { kind: "system", job: "crash" }, { auth: "none" }, async () => ({
  result: undefined,
  audit: { action: "crash", target: values.number, handleId: "hdl_acme" },
  events: [{ type: "token.revoked", payload: { tokenId: `death-${values.number}`, reason: "crash" } }],
}));

const write = db[WRITE];
const dying: MutateDeps = {
  ...deps,
  db: {
    ...db,
    [WRITE]: ((work) =>
      write(async (tx) => {
        await work(tx);
        process.kill(process.pid, "SIGKILL");
        return new Promise(() => {});
      })) as typeof write,
  },
};
await fanOut(dying);
