import type { IncomingMessage } from "node:http";
import type { Sent } from "#edge/answer.ts";
import type { Directory } from "#edge/directory.ts";
import { html } from "#edge/html.ts";
import { page, plainText } from "#edge/page.ts";
import { NOT_FOUND } from "#edge/pages.ts";
import type { Target } from "#edge/parse-target.ts";
import type { PreviewLabels } from "#platform/sites/preview-labels.ts";
import type { Sites } from "./create-sites.ts";

const BETWEEN = "--";
const ROBOTS = plainText(200, "User-agent: *\nDisallow: /\n");
const OVER = page({
  status: 404,
  title: "This preview has ended",
  content: html`<p>Previews are there for a day. Whoever made it can make a new one.</p>`,
});

type Preview = {
  readonly request: IncomingMessage;
  readonly label: string;
  readonly target: Target;
  readonly at: number;
};

/** `{label}--{handle}`: no handle has two hyphens in a row in its name. */
export const isPreviewLabel = (label: string): boolean => label.includes(BETWEEN);

/** One deployment at a host of its own. Without links and functions: what it shows is the site alone. */
export async function answerPreview(
  { request, label, target, at }: Preview,
  previews: PreviewLabels,
  sites: Sites,
  directory: Directory,
): Promise<Sent> {
  const between = label.indexOf(BETWEEN);
  const host = await directory.host(label.slice(between + BETWEEN.length));
  if (host === null || host.movedTo !== null) return NOT_FOUND;
  const { handleId } = host;
  const key = previews.read(handleId, label.slice(0, between), at);
  if (key === null) return OVER;
  if (target.path === "/robots.txt") return ROBOTS;
  const deploymentId = await sites.directory.previewed(handleId, key);
  const site = deploymentId === null ? null : await sites.directory.manifest(handleId, deploymentId);
  if (site === null) return OVER;
  return (await sites.shown({ request, handleId, target }, site)) ?? NOT_FOUND;
}
