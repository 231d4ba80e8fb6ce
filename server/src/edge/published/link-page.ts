import type { Directory } from "#edge/directory.ts";
import type { HandlePlace } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import { type Html, html } from "#edge/html.ts";
import {
  type Block,
  type LinkPageDocument,
  type PageDocument,
  PLAIN_LINK_PAGE,
  PLAIN_SEO,
} from "#kernel/page-document.ts";
import type { Reader } from "#platform/database/database.ts";
import { linkStanding } from "#platform/routing/link-standing.ts";
import { join } from "./join.ts";
import { type RenderedPage, renderPage } from "./render-page.ts";

type Profile = {
  readonly displayName: string | null;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
};
type Links = Extract<Block, { readonly type: "links" }>["items"];

/** What the root of a handle's host shows where its owner has put nothing else: profile, chosen links, and where else to look. */
export async function linkPage(
  {
    read,
    handleId,
    place: { handle, origin },
    at,
  }: { readonly read: Reader; readonly handleId: string; readonly place: HandlePlace; readonly at: number },
  tools: EdgeTools,
): Promise<RenderedPage> {
  const { profile, chosen } = await findLinkPage(read, handleId);
  const items = await shownLinks(chosen, handleId, at, tools);
  const document: PageDocument = {
    ...{ title: profile.displayName ?? handle, mode: "PUBLIC", priceCents: null, currency: null },
    ...{ language: chosen.language, direction: "auto", theme: chosen.theme, campaignId: null },
    blocks: items.length === 0 ? [] : [{ type: "links", heading: null, items }],
    seo: { ...PLAIN_SEO, description: profile.bio, imageUrl: pictureOf(profile) },
  };
  return renderPage(document, { origin, path: "/", at, heading: headOf(document.title, profile, chosen) });
}

/** Only https: a page loads no picture in the clear. */
const pictureOf = ({ avatarUrl }: Profile): string | null =>
  avatarUrl?.startsWith("https:") ? avatarUrl : null;

function headOf(title: string, profile: Profile, { socials }: LinkPageDocument): Html {
  const avatar = pictureOf(profile);
  const rows = socials.map(
    ({ label, url }) => html`<li><a href="${url}" rel="me noopener">${label}</a></li>\n`,
  );
  return html`<header class="profile">${join([
    avatar === null ? null : html`<img class="avatar" src="${avatar}" alt="" width="96" height="96">`,
    html`<h1>${title}</h1>`,
    profile.bio === null ? null : html`<p class="soft">${profile.bio}</p>`,
    rows.length === 0 ? null : html`<ul class="socials">\n${join(rows)}</ul>`,
  ])}</header>\n`;
}

/** Those of the chosen that lead somewhere now, as what they are called. */
async function shownLinks(
  { links }: LinkPageDocument,
  handleId: string,
  at: number,
  { directory, shelf }: Pick<EdgeTools, "shelf"> & { readonly directory: Directory },
): Promise<Links> {
  const policy = await directory.policy(handleId);
  const titleOf = async (slug: string): Promise<string | null | undefined> => {
    const view = await directory.view(handleId, slug, policy);
    if (view !== null) return linkStanding(view.route, at) === "live" ? view.route.title : undefined;
    const page = await directory.page(handleId, slug);
    return page === null
      ? undefined
      : (await shelf.document({ handleId, slug, version: page.version }))?.title;
  };
  const shown = await Promise.all(
    links.map(async ({ slug, label }) => {
      const title = await titleOf(slug);
      if (title === undefined) return null;
      return { label: label ?? (title || slug), url: `/${slug}`, description: null };
    }),
  );
  return shown.filter((one) => one !== null);
}

async function findLinkPage(read: Reader, handleId: string) {
  const row = await read
    .selectFrom("handles")
    .leftJoin("link_pages", "link_pages.handle_id", "handles.handle_id")
    .select(["display_name", "bio", "avatar_url", "link_pages.document"])
    .where("handles.handle_id", "=", handleId)
    .executeTakeFirst();
  const profile: Profile = {
    displayName: row?.display_name ?? null,
    bio: row?.bio ?? null,
    avatarUrl: row?.avatar_url ?? null,
  };
  const chosen: LinkPageDocument = row?.document ? JSON.parse(row.document) : PLAIN_LINK_PAGE;
  return { profile, chosen };
}
