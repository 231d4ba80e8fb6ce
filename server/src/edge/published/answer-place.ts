import type { IncomingMessage } from "node:http";
import type { Answer } from "#edge/answer.ts";
import type { EdgeDeps, HandlePlace } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import type { Visit } from "#edge/visit.ts";
import { visitEventOf } from "#edge/visit-event-of.ts";
import { NO_LINK } from "#platform/routing/route-view.ts";
import { answerPage, answerPreview } from "./answer-page.ts";

/**
 * What has a slug that no link has: a page, or the preview of one. `undefined` where there is neither.
 */
export async function answerPlace(
  { headers }: IncomingMessage,
  visit: Visit,
  place: HandlePlace,
  tools: EdgeTools,
  events: EdgeDeps["events"],
): Promise<Answer | undefined> {
  const preview = await answerPreview(visit, place, tools);
  if (preview !== undefined) return preview;
  const { handleId, slug } = visit;
  const page = await tools.directory.page(handleId, slug);
  if (page === null) return undefined;
  const asked = {
    visit,
    place,
    version: page.version,
    ifNoneMatch: headers["if-none-match"],
    isForeign: headers["sec-fetch-site"] === "cross-site",
  };
  const { answer, campaign } = await answerPage(asked, tools);
  if (answer.kind !== null) {
    await events.append(visitEventOf(visit, answer.kind, answer, { ...NO_LINK, campaign }, tools.country));
  }
  return answer;
}
