import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import type { Conversion } from "./conversion.ts";
import { getContext } from "./get-context.ts";
import { getContextOrigins } from "./get-context-origins.ts";
import { listConversions } from "./list-conversions.ts";
import type { ContextOrigins } from "./origin-store.ts";
import type { OwnedContext } from "./read-context.ts";
import { type Recorded, recordConversion, reportConversion } from "./record-conversion.ts";
import { replaceContextOrigins } from "./replace-context-origins.ts";

export const attributionOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.getContext, async ({ query, caller }) => {
    return { status: 200, body: presentContext(await getContext(deps, query.ctx, caller)) };
  }),

  bind(contract.getContextOrigins, async ({ actor }) => origins(await getContextOrigins(deps, actor))),

  bind(contract.replaceContextOrigins, async ({ actor, body, caller }) => {
    return origins(await replaceContextOrigins(deps, actor, body.origins, caller.ifMatch));
  }),

  bind(contract.reportConversion, async ({ actor, body, caller }) => {
    return accepted(await reportConversion(deps, actor, body, caller));
  }),

  bind(contract.recordConversion, async ({ actor, body }) => {
    return accepted(await recordConversion(deps, actor, body));
  }),

  bind(contract.listConversions, async ({ actor, query }) => {
    const { items, nextToken } = await listConversions(deps, actor, query);
    return { status: 200, body: { conversions: items.map(presentConversion), nextToken } };
  }),
];

const presentContext = ({ context, owner }: OwnedContext) => ({
  valid: true as const,
  handle: owner.handle,
  slug: context.slug,
  clickId: context.clickId,
  clickedAt: new Date(context.clickedAt).toISOString(),
  campaignId: context.campaign === "" ? null : context.campaign,
  variantId: context.variant === "" ? null : context.variant,
  session: context.session,
  consent: context.consent,
  vars: { ...context.vars },
});

const origins = ({ origins: list, version }: ContextOrigins) => ({
  status: 200 as const,
  version,
  body: { origins: [...list], version },
});

const accepted = (recorded: Recorded) => ({
  status: 202 as const,
  body: { accepted: true as const, ...recorded },
});

const presentConversion = (conversion: Conversion) => ({
  ...conversion,
  occurredAt: conversion.occurredAt.toISOString(),
  receivedAt: conversion.receivedAt.toISOString(),
});
