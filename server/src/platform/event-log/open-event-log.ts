import { mkdir } from "node:fs/promises";
import type { EventLog, EventLogOptions } from "./event-log.ts";
import { GroupedEventLog } from "./grouped-event-log.ts";
import { readNodeId } from "./node-id.ts";
import { recoverSlot } from "./recover-slot.ts";
import { takeSlot } from "./slot.ts";

/** Takes a slot of the folder and makes what its last owner left there shippable. Any number of processes may share it. */
export async function openEventLog(options: EventLogOptions): Promise<EventLog> {
  await mkdir(options.folder, { recursive: true });
  const nodeId = await readNodeId(options.folder);
  const slot = takeSlot(options.folder);
  try {
    await recoverSlot(slot);
    return new GroupedEventLog(slot, nodeId, options);
  } catch (cause) {
    slot[Symbol.dispose]();
    throw cause;
  }
}
