import { setImmediate as endOfTurn } from "node:timers/promises";
import type { SystemActor } from "#kernel/actor.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { readLines } from "#platform/event-log/read-lines.ts";
import { mutate } from "#platform/mutate.ts";
import { type ClickEvent, insertClicks, listClickHandles } from "./click-store.ts";

const PUBLISHER: SystemActor = { kind: "system", job: "webhooks.publish-clicks" };
const LINES_A_TURN = 250;
/** Of one transaction. */
const CLICKS_MAX = 1_000;

/**
 * Makes the clicks of a segment of the event log occurrences of `link.clicked`, for handles where somebody wants to know:
 * where nobody does the file is not even opened. The id of the visit is the id of the event, so that a segment that is
 * shipped again adds nothing. Conversions are none of its business: those occur in the transaction that records them.
 */
export async function publishClicks(
  deps: Pick<ControlDeps, "db" | "clock" | "standing" | "changes">,
  path: string,
): Promise<void> {
  const handles = await listClickHandles(deps.db.read);
  if (handles.size === 0) return;
  const clicks = await readClicks(path, handles);
  for (let from = 0; from < clicks.length; from += CLICKS_MAX) {
    await mutate(deps, PUBLISHER, { auth: "none" }, async (tx) => {
      await insertClicks(tx, clicks.slice(from, from + CLICKS_MAX));
      return { result: undefined, audit: null };
    });
  }
}

async function readClicks(path: string, handles: ReadonlySet<string>): Promise<ClickEvent[]> {
  const lines = await readLines(path);
  const clicks: ClickEvent[] = [];
  for (const [number, line] of lines.entries()) {
    const event = line.includes('"click"') ? parse(line) : undefined;
    if (event?.kind === "click" && handles.has(event.handleId) && !isImported(event)) {
      clicks.push({
        id: event.id,
        handleId: event.handleId,
        at: event.at,
        payload: JSON.stringify(payloadOf(event)),
      });
    }
    if (number % LINES_A_TURN === 0) await endOfTurn();
  }
  return clicks;
}

/** A line that is none has been set aside by whoever shipped the segment. */
function parse(
  line: string,
): (Partial<VisitEvent> & Pick<VisitEvent, "id" | "at" | "handleId" | "kind">) | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What was brought along from elsewhere is no news. */
const isImported = ({ metadata = "" }: Partial<VisitEvent>) => metadata.startsWith('{"imported":');

const known = (text: string | undefined) => (text === undefined || text === "" ? null : text);

function payloadOf(event: Partial<VisitEvent> & Pick<VisitEvent, "id">) {
  const utm = {
    utm_source: event.utmSource,
    utm_medium: event.utmMedium,
    utm_campaign: event.utmCampaign,
    utm_term: event.utmTerm,
    utm_content: event.utmContent,
  };
  return {
    clickId: event.id,
    slug: event.slug ?? "",
    campaignId: known(event.campaign),
    variantId: known(event.variant),
    destinationUrl: known(event.destination),
    status: event.status ?? 0,
    bot: known(event.bot),
    country: known(event.country),
    device: known(event.device),
    os: known(event.os),
    browser: known(event.browser),
    language: known(event.language),
    referrer: known(event.referrer),
    source: known(event.source),
    utm: Object.fromEntries(Object.entries(utm).filter(([, value]) => known(value) !== null)),
  };
}
