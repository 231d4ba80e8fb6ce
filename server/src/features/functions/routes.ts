import { apiOrigin, handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { type Binding, scopeOf } from "./binding.ts";
import * as contract from "./contract.ts";
import { deleteBinding } from "./delete-binding.ts";
import { getBinding } from "./get-binding.ts";
import { invokeFunction } from "./invoke-function.ts";
import { listBindings } from "./list-bindings.ts";
import { listInvocable } from "./list-invocable.ts";
import { listInvocations } from "./list-invocations.ts";
import { putBinding } from "./put-binding.ts";
import { rotateSecret } from "./rotate-secret.ts";

export const functionOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listFunctionBindings, async ({ actor }) => {
    const bindings = await listBindings(deps, actor);
    return {
      status: 200,
      body: { bindings: bindings.map((one) => presentBinding(deps, actor.handle, one)) },
    };
  }),

  bind(contract.getFunctionBinding, async ({ actor, params }) => {
    const binding = await getBinding(deps.db.read, actor.handleId, params.bindingKey);
    return { status: 200, version: binding.version, body: presentBinding(deps, actor.handle, binding) };
  }),

  bind(contract.putFunctionBinding, async ({ actor, params, body, caller }) => {
    const { binding, isNew, secret } = await putBinding(deps, actor, params.bindingKey, body, caller.ifMatch);
    return {
      status: isNew ? 201 : 200,
      version: binding.version,
      body: {
        ...presentBinding(deps, actor.handle, binding),
        ...(secret !== null && { signingSecret: secret }),
      },
    };
  }),

  bind(contract.deleteFunctionBinding, async ({ actor, params, caller }) => {
    await deleteBinding(deps, actor, params.bindingKey, caller.ifMatch);
    return { status: 204 };
  }),

  bind(contract.rotateFunctionSecret, async ({ actor, params, body }) => {
    const { binding, secret } = await rotateSecret(deps, actor, params.bindingKey, body.overlapSeconds);
    return {
      status: 200,
      body: {
        ...presentBinding(deps, actor.handle, binding),
        ...(secret === null ? { secretAlreadyShown: true as const } : { signingSecret: secret }),
      },
    };
  }),

  bind(contract.listFunctionInvocations, async ({ actor, params, query }) => {
    const { nextToken: before, limit } = query;
    const { items, nextToken } = await listInvocations(deps, actor, params.bindingKey, before, limit);
    const invocations = items.map((one) => ({ ...one, at: one.at.toISOString() }));
    return { status: 200, body: { invocations, nextToken } };
  }),

  bind(contract.listInvocableFunctions, async ({ actor }) => {
    const base = `${apiOrigin(deps.addresses)}/v2/public/handles/${actor.handle}/function-bindings`;
    const functions = (await listInvocable(deps, actor)).map((binding) => ({
      ...binding,
      methods: [...binding.methods],
      requiredScope: scopeOf(binding),
      invokeUrl: `${base}/${binding.bindingKey}/invoke`,
    }));
    return { status: 200, body: { functions } };
  }),

  bind(contract.invokeFunction, async ({ actor, params, passed }) => {
    return { status: 200, body: await invokeFunction(deps, actor, params.bindingKey, passed) };
  }),
];

const presentBinding = ({ addresses }: ControlDeps, handle: string, binding: Binding) => ({
  ...binding,
  target:
    binding.target.type === "HTTP" ? binding.target : { ...binding.target, env: { ...binding.target.env } },
  methods: [...binding.methods],
  publicUrl:
    binding.access === "NONE" ? `${handleOrigin(addresses, handle)}/_fn/${binding.bindingKey}` : null,
  createdAt: binding.createdAt.toISOString(),
  updatedAt: binding.updatedAt.toISOString(),
});
