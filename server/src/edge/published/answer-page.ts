import type { Answer } from "#edge/answer.ts";
import type { HandlePlace } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import { methodNotAllowed, NOT_FOUND } from "#edge/pages.ts";
import { paramOf } from "#edge/parse-query.ts";
import type { Visit } from "#edge/visit.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { apiOrigin, dashboardOrigins } from "#platform/addresses.ts";
import { readPreview } from "#platform/context/page-preview.ts";
import { answerGated } from "./answer-gated.ts";
import { readDraft } from "./read-draft.ts";
import { type RenderedPage, renderPage } from "./render-page.ts";

/** What a visitor of a page is answered, and the campaign that the visit counts for. */
export type AnsweredPage = { readonly answer: Answer; readonly campaign: string };

/** One request for a page: by whom, at which address of the handle, of which version. */
export type PageVisit = {
  readonly visit: Visit;
  readonly place: HandlePlace;
  readonly version: number;
  readonly ifNoneMatch: string | undefined;
  /** Whether a page of another site has sent it. */
  readonly isForeign: boolean;
};

const ONLY_READING = methodNotAllowed(["GET", "HEAD"]);
const READING = new Set(["GET", "HEAD"]);

/** The published version of a page. A view is an impression, recorded before it is answered. */
export async function answerPage(asked: PageVisit, tools: EdgeTools): Promise<AnsweredPage> {
  const { visit, version } = asked;
  const document = await tools.shelf.document({ handleId: visit.handleId, slug: visit.slug, version });
  if (document === null) return { answer: { ...NOT_FOUND, kind: "orphan" }, campaign: "" };
  const campaign = document.campaignId ?? "";
  if (document.mode === "PUBLIC") return { answer: openPage(asked, document, tools), campaign };
  const { handleId, slug } = visit;
  const page = { handleId, ...asked.place, slug, document };
  const place = placeOf(visit, asked.place, document, tools);
  const answer = await answerGated({ visit, page, place, isForeign: asked.isForeign }, tools, (caching) =>
    openPage(asked, document, tools, caching),
  );
  return { answer, campaign };
}

/** `undefined` where no preview is asked for. */
export async function answerPreview(
  visit: Visit,
  place: HandlePlace,
  tools: EdgeTools,
): Promise<Answer | undefined> {
  const text = paramOf(visit.params, "preview");
  const shown = text === "" ? undefined : readPreview(tools.seal, visit, text, visit.at);
  if (shown === undefined) return undefined;
  const { handleId, slug } = visit;
  const document = await (typeof shown === "string"
    ? readDraft(tools.blobs, shown)
    : tools.shelf.document({ handleId, slug, version: shown }));
  if (document === null) return undefined;
  const hidden = { ...document, seo: { ...document.seo, noindex: true } };
  const framedBy = dashboardOrigins(tools.addresses);
  const page = renderPage(hidden, { ...placeOf(visit, place, document, tools), framedBy });
  return { ...answerOf(page, undefined, "private, no-store"), kind: null };
}

function openPage(
  { visit, place: where, version, ifNoneMatch }: PageVisit,
  document: PageDocument,
  tools: EdgeTools,
  caching = "no-cache",
) {
  if (!READING.has(visit.method)) return ONLY_READING;
  const { handleId, slug, params } = visit;
  const place = placeOf(visit, where, document, tools);
  const sent = /^\d{1,2}$/.exec(paramOf(params, "sent"))?.[0];
  const page =
    sent === undefined
      ? tools.shelf.rendered({ handleId, slug, version }, document, place)
      : renderPage(document, { ...place, sentForm: Number(sent) });
  return answerOf(page, ifNoneMatch, caching);
}

function placeOf(
  { slug, at }: Visit,
  { handle, origin }: HandlePlace,
  { campaignId }: PageDocument,
  { addresses }: EdgeTools,
) {
  const url = `${apiOrigin(addresses)}/v2/public/handles/${handle}/leads`;
  const leads = { url, slug, campaignId, pageUrl: `${origin}/${slug}` };
  return { origin, path: `/${slug}`, at, leads };
}

function answerOf(
  { body, headers, etag }: RenderedPage,
  ifNoneMatch: string | undefined,
  caching: string,
): Answer {
  const common = { kind: "impression", destination: "" } as const;
  const kept = ["Cache-Control", caching, "ETag", etag];
  if (ifNoneMatch === etag) return { ...common, status: 304, headers: kept, body: "" };
  return { ...common, status: 200, headers: [...headers, ...kept], body };
}
