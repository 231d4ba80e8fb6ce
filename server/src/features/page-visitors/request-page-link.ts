import type { PageSlug } from "#features/pages/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findNamedPage } from "./check-access.ts";
import { requestLink } from "./request-link.ts";

type Asked = {
  readonly email: string;
  readonly handle?: string | undefined;
  readonly pageSlug?: PageSlug | undefined;
};

/** Mails a link to a page, or to the API's own sign-in; throws 404 for a page that visitors do not see. */
export async function requestPageLink(
  deps: ControlDeps,
  actor: AnonymousActor,
  { email, handle, pageSlug }: Asked,
  address: string,
): Promise<void> {
  const page =
    handle === undefined || pageSlug === undefined
      ? null
      : await findNamedPage(deps.db.read, handle, pageSlug, deps.clock.now());
  await requestLink(deps, actor, email, page, address);
}
