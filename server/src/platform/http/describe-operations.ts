import type { Api } from "./api.ts";
import type { BoundOperation } from "./bind.ts";
import { createDescriber } from "./describe-operation.ts";
import { mountsOf } from "./mount.ts";

/** Puts every operation into the OpenAPI document, under every prefix it is mounted at; of plans only where there are any. */
export function describeOperations(api: Api, operations: readonly BoundOperation[], hasPlans: boolean): void {
  const describe = createDescriber(hasPlans);
  for (const { operation } of operations) {
    for (const mount of mountsOf(operation)) {
      for (const route of describe(operation, mount)) api.openAPIRegistry.registerPath(route);
    }
  }
}
