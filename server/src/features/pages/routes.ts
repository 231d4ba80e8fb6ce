import type { HandleActor } from "#kernel/actor.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { createPage } from "./create-page.ts";
import { deletePage } from "./delete-page.ts";
import { getPage } from "./get-page.ts";
import { listPageVersions } from "./list-page-versions.ts";
import { listPages } from "./list-pages.ts";
import type { Page } from "./page.ts";
import { previewDraft } from "./preview-draft.ts";
import { type Preview, previewPage } from "./preview-page.ts";
import { publishPage } from "./publish-page.ts";
import { rollbackPage } from "./rollback-page.ts";
import { unpublishPage } from "./unpublish-page.ts";
import { upsertPage } from "./upsert-page.ts";

/** What can be done to pages, under a handle. */
export function pageOperations(deps: ControlDeps): readonly BoundOperation[] {
  const present = (actor: HandleActor, page: Page) => ({
    ...page,
    ...presentDocument(page),
    status: page.publishedVersion === null ? ("DRAFT" as const) : ("PUBLISHED" as const),
    url: `${handleOrigin(deps.addresses, actor.handle)}/${page.slug}`,
    publishedAt: page.publishedAt?.toISOString() ?? null,
    createdAt: page.createdAt.toISOString(),
    updatedAt: page.updatedAt.toISOString(),
  });
  const single = (actor: HandleActor, page: Page) => ({ version: page.version, body: present(actor, page) });

  return [
    bind(contract.listPages, async ({ actor, query }) => {
      const { items, nextToken } = await listPages(deps, actor, query);
      return { status: 200, body: { pages: items.map((page) => present(actor, page)), nextToken } };
    }),

    bind(contract.createPage, async ({ actor, body: { slug, ...change } }) => {
      return { status: 201, ...single(actor, await createPage(deps, actor, slug, change)) };
    }),

    bind(contract.getPage, async ({ actor, params }) => {
      return { status: 200, ...single(actor, await getPage(deps.db.read, actor, params.pageSlug)) };
    }),

    bind(contract.upsertPage, async ({ actor, params, body, caller }) => {
      const { page, isNew } = await upsertPage(deps, actor, params.pageSlug, body, caller.ifMatch);
      return { status: isNew ? 201 : 200, ...single(actor, page) };
    }),

    bind(contract.deletePage, async ({ actor, params, caller }) => {
      await deletePage(deps, actor, params.pageSlug, caller.ifMatch);
      return { status: 204 };
    }),

    bind(contract.publishPage, async ({ actor, params, caller }) => {
      const page = await publishPage(deps, actor, params.pageSlug, caller.ifMatch);
      return { status: 200, ...single(actor, page) };
    }),

    bind(contract.unpublishPage, async ({ actor, params, caller }) => {
      const page = await unpublishPage(deps, actor, params.pageSlug, caller.ifMatch);
      return { status: 200, ...single(actor, page) };
    }),

    bind(contract.previewPage, async ({ actor, params }) => {
      return { status: 200, body: presentPreview(await previewPage(deps, actor, params.pageSlug)) };
    }),

    bind(contract.previewPageDraft, async ({ actor, params, body }) => {
      const preview = await previewDraft(deps, actor, params.pageSlug, body);
      return { status: 200, body: presentPreview(preview) };
    }),

    bind(contract.listPageVersions, async ({ actor, params, query }) => {
      const { items, nextToken } = await listPageVersions(deps, actor, params.pageSlug, query);
      const versions = items.map(({ at, document, ...version }) => ({
        ...version,
        at: at.toISOString(),
        document: document && presentDocument(document),
      }));
      return { status: 200, body: { versions, nextToken } };
    }),

    bind(contract.rollbackPage, async ({ actor, params, body, caller }) => {
      const page = await rollbackPage(deps, actor, params.pageSlug, body.version, caller.ifMatch);
      return { status: 200, ...single(actor, page) };
    }),
  ];
}

const presentDocument = <D extends PageDocument>(document: D) => ({
  ...document,
  blocks: document.blocks.map((block) => ({ ...block })),
});

const presentPreview = ({ previewUrl, expiresAt }: Preview) => ({
  previewUrl,
  expiresAt: expiresAt.toISOString(),
});
