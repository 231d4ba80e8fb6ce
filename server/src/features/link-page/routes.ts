import { PLAIN_THEME } from "#kernel/page-document.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { getLinkPage } from "./get-link-page.ts";
import { putLinkPage } from "./put-link-page.ts";

/** What the root of a handle's host shows, where it is its link page. */
export function linkPageOperations(deps: ControlDeps): readonly BoundOperation[] {
  const present = (handle: string, { document, version }: Awaited<ReturnType<typeof getLinkPage>>) => ({
    status: 200 as const,
    version,
    body: {
      ...document,
      links: [...document.links],
      socials: [...document.socials],
      url: `${handleOrigin(deps.addresses, handle)}/`,
      version,
    },
  });

  return [
    bind(contract.getLinkPage, async ({ actor }) => present(actor.handle, await getLinkPage(deps, actor))),

    bind(contract.putLinkPage, async ({ actor, body, caller }) => {
      const { links, socials, theme = PLAIN_THEME, language } = body;
      const document = { links, socials, theme, language };
      return present(actor.handle, await putLinkPage(deps, actor, document, caller.ifMatch));
    }),
  ];
}
