import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { askOpenly, askWithin } from "./asking.ts";
import { type ChainDeps, createChainDeps } from "./chain-deps.ts";
import * as contract from "./contract.ts";
import { deleteChainRule } from "./delete-chain-rule.ts";
import { getChainRule } from "./get-chain-rule.ts";
import { getChainSession } from "./get-chain-session.ts";
import { listChainRules } from "./list-chain-rules.ts";
import { prefetchSession } from "./prefetch-session.ts";
import {
  presentDecisions,
  presentPreview,
  presentResolution,
  presentRule,
  presentSession,
  presentTaken,
} from "./present-chain.ts";
import { previewChain } from "./preview-chain.ts";
import { resolveSession } from "./resolve-session.ts";
import { submitSignals } from "./submit-signals.ts";
import { upsertChainRule } from "./upsert-chain-rule.ts";

export function chainOperations(control: ControlDeps): readonly BoundOperation[] {
  const deps = createChainDeps(control);
  return [
    bind(contract.submitPublicSignals, async ({ actor, body, caller }) => {
      const asking = await askOpenly(deps, contract.submitPublicSignals, actor, body, caller);
      return { status: 202, body: presentTaken(await submitSignals(deps, asking, body.signals)) };
    }),

    bind(contract.resolvePublicChain, async ({ actor, body, caller }) => {
      const asking = await askOpenly(deps, contract.resolvePublicChain, actor, body, caller);
      return { status: 200, body: presentResolution(await resolveSession(deps, asking, body.trigger)) };
    }),

    bind(contract.prefetchPublicChain, async ({ actor, body, caller }) => {
      const asking = await askOpenly(deps, contract.prefetchPublicChain, actor, body, caller);
      return { status: 200, body: presentDecisions(await prefetchSession(deps, asking, body.triggers)) };
    }),

    bind(contract.submitSignals, async ({ actor, body, caller }) => {
      const asking = await askWithin(deps, contract.submitSignals, actor, body.sessionId, caller);
      return { status: 202, body: presentTaken(await submitSignals(deps, asking, body.signals)) };
    }),

    bind(contract.resolveChain, async ({ actor, body, caller }) => {
      const asking = await askWithin(deps, contract.resolveChain, actor, body.sessionId, caller);
      return { status: 200, body: presentResolution(await resolveSession(deps, asking, body.trigger)) };
    }),

    bind(contract.prefetchChain, async ({ actor, body, caller }) => {
      const asking = await askWithin(deps, contract.prefetchChain, actor, body.sessionId, caller);
      return { status: 200, body: presentDecisions(await prefetchSession(deps, asking, body.triggers)) };
    }),

    bind(contract.getChainSession, async ({ actor, params: { sessionId } }) => {
      const session = await getChainSession(deps, actor, sessionId);
      return { status: 200, body: { sessionId, ...presentSession(session) } };
    }),

    ...ruleOperations(deps),
  ];
}

const ruleOperations = (deps: ChainDeps): readonly BoundOperation[] => [
  bind(contract.listChainRules, async ({ actor, query }) => {
    const { items, nextToken } = await listChainRules(deps, actor, query);
    return { status: 200, body: { rules: items.map(presentRule), nextToken } };
  }),

  bind(contract.getChainRule, async ({ actor, params }) => {
    const rule = await getChainRule(deps, actor, params.ruleId);
    return { status: 200, version: rule.version, body: presentRule(rule) };
  }),

  bind(contract.upsertChainRule, async ({ actor, params, body, caller }) => {
    const { rule, isNew } = await upsertChainRule(deps, actor, params.ruleId, body, caller.ifMatch);
    return { status: isNew ? 201 : 200, version: rule.version, body: presentRule(rule) };
  }),

  bind(contract.deleteChainRule, async ({ actor, params, caller }) => {
    await deleteChainRule(deps, actor, params.ruleId, caller.ifMatch);
    return { status: 204 };
  }),

  bind(contract.previewChain, async ({ actor, body }) => {
    return { status: 200, body: presentPreview(await previewChain(deps, actor, body)) };
  }),
];
