import type { Webhooks } from "#features/webhooks/index.ts";
import type { Database } from "#platform/database/database.ts";
import type { HealthCheck } from "#platform/documents/health.ts";
import type { Capture } from "#platform/event-log/create-capture.ts";
import type { Warehouse } from "#warehouse/warehouse.ts";

/** What should have been delivered long ago: something is wrong here, and not at an endpoint. */
const LATE_SECONDS = 300;

/**
 * Without the warehouse redirects and writes go on: only answers about them are late. On a full disk redirects go on; on one that
 * cannot be written for another reason they do not.
 */
export const healthChecks = (
  db: Database,
  warehouse: Warehouse,
  capture: Capture,
  webhooks: Webhooks,
): readonly HealthCheck[] => [
  {
    name: "database",
    isRequired: true,
    holds: async () => {
      await db.read.selectFrom("hosts").select("host").limit(1).execute();
      return true;
    },
  },
  { name: "eventLog", isRequired: true, holds: capture.isWriting },
  { name: "warehouse", isRequired: false, holds: async () => warehouse.ready() },
  { name: "webhooks", isRequired: false, holds: async () => webhooks.oldestDueSeconds() <= LATE_SECONDS },
  { name: "disk", isRequired: false, holds: async () => !capture.isFull() },
];
