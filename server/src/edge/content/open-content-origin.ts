import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "#edge/answer.ts";
import type { EdgeDeps } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import type { FailureLog } from "#edge/failure-log.ts";
import { contentHostUnder } from "#edge/host-label.ts";
import { readVisit } from "#edge/visit.ts";
import { visitEventOf } from "#edge/visit-event-of.ts";
import type { BotRules } from "#platform/visits/bot-reason.ts";
import type { DailySalts } from "#platform/visits/daily-salts.ts";
import { createContentOrigin } from "./create-content-origin.ts";
import type { Recorder } from "./send-file.ts";

type Means = Pick<EdgeTools, "cookies"> & {
  readonly bots: BotRules;
  readonly salts: DailySalts;
  readonly logFailure: FailureLog;
};

type ContentOrigin = {
  readonly ownsHost: (host: string | undefined) => boolean;
  /** Whether it brings bytes, which may take a while. */
  readonly isUpload: (request: IncomingMessage) => boolean;
  /** Answers what is asked of this origin; false for what is not, which is left alone. */
  readonly answers: (request: IncomingMessage, response: ServerResponse) => boolean;
};

/** What tenants have uploaded, where there are files; every download is recorded as a visit is. */
export function openContentOrigin(deps: EdgeDeps, means: Means): ContentOrigin {
  const { files } = deps;
  if (files === undefined) return { ownsHost: () => false, isUpload: () => false, answers: () => false };
  const ownsHost = contentHostUnder(deps.addresses.sitesDomain);
  const handle = createContentOrigin({ ...deps, ...means, files, record: recorderOf(deps, means) });
  return {
    ownsHost,
    isUpload: ({ headers, method }) => (method === "PUT" || method === "PATCH") && ownsHost(headers.host),
    answers: (request, response) => {
      const isOwn = ownsHost(request.headers.host);
      if (isOwn) handle(request, response);
      return isOwn;
    },
  };
}

const recorderOf =
  ({ clock, events, country, trustedProxies }: EdgeDeps, { cookies, bots, salts }: Means): Recorder =>
  async (request, { handleId, fileId: slug }, status) => {
    const at = clock.now().getTime();
    const place = { at, handleId, slug, query: "", places: null };
    const visit = readVisit(request, place, { trustedProxies, cookies, bots, salt: await salts.at(at) });
    const answered: Answer = { status, headers: [], body: "", kind: "download", destination: "" };
    await events.append(visitEventOf(visit, "download", answered, null, country));
  };
