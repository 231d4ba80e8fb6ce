import { parseArgs } from "node:util";
import { startWebhooks } from "#features/webhooks/index.ts";
import { startControl } from "#testing/start-control.ts";
import { compressedClock } from "./compressed-clock.ts";

/** Delivers webhooks until it is killed: the part of the program that `webhooks.ts` kills again and again. */
const { values } = parseArgs({
  options: {
    location: { type: "string", default: "" },
    origin: { type: "string", default: "0" },
    scale: { type: "string", default: "1" },
    timeout: { type: "string", default: "250" },
    lease: { type: "string", default: "2000" },
  },
});
const scale = Number(values.scale);
const clock = compressedClock({ originMs: Number(values.origin), scale });
const control = await startControl({ location: values.location, override: { clock } });
const options = { timeoutMs: Number(values.timeout), leaseMs: Number(values.lease) * scale };
startWebhooks(control.deps, options);
process.stdin.resume(); // Until whoever started it lets go.
process.stdin.on("end", () => process.exit(0));
process.stdout.write("delivering\n");
