import type { Api } from "./api.ts";
import type { BoundOperation } from "./bind.ts";
import { describeOperation } from "./describe-operation.ts";
import { mountsOf } from "./mount.ts";

/** Puts every operation into the OpenAPI document, under every prefix it is mounted at. */
export function describeOperations(api: Api, operations: readonly BoundOperation[]): void {
  for (const { operation } of operations) {
    for (const mount of mountsOf(operation)) {
      for (const route of describeOperation(operation, mount)) api.openAPIRegistry.registerPath(route);
    }
  }
}
