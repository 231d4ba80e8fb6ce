import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import {
  BindingBody,
  BindingChange,
  BindingKey,
  BindingWithSecretBody,
  InvocableBody,
  InvocationBody,
} from "./binding-body.ts";

const operators = { role: "OPERATOR", scope: "jwt-only" } as const;
const named = z.object({ bindingKey: BindingKey });

export const listFunctionBindings = defineOperation({
  ...operators,
  id: "listFunctionBindings",
  method: "get",
  path: "/function-bindings",
  summary: "List all function bindings by their keys",
  responses: { 200: z.object({ bindings: z.array(BindingBody) }) },
  errors: [],
});

export const getFunctionBinding = defineOperation({
  ...operators,
  id: "getFunctionBinding",
  method: "get",
  path: "/function-bindings/{bindingKey}",
  summary: "Get one function binding",
  request: { params: named },
  responses: { 200: BindingBody },
  errors: ["not_found"],
  versioned: true,
});

export const putFunctionBinding = defineOperation({
  ...operators,
  id: "putFunctionBinding",
  method: "put",
  path: "/function-bindings/{bindingKey}",
  summary: "Create a function binding, or replace it as a whole",
  description:
    "A script is loaded before it is kept, so one that cannot be is refused. The secret that signs requests to a URL is in " +
    "the answer that makes it, and in no other.",
  request: { params: named, body: BindingChange },
  responses: { 200: BindingWithSecretBody, 201: BindingWithSecretBody },
  errors: ["conflict"],
  bodyBytesMax: 512 * 1024,
  versioned: true,
});

export const deleteFunctionBinding = defineOperation({
  ...operators,
  id: "deleteFunctionBinding",
  method: "delete",
  path: "/function-bindings/{bindingKey}",
  summary: "Delete a function binding, with its secret and its log",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
  versioned: true,
});

export const rotateFunctionSecret = defineOperation({
  ...operators,
  id: "rotateFunctionSecret",
  method: "post",
  path: "/function-bindings/{bindingKey}/rotate-secret",
  free: true,
  summary: "Replace the secret that signs its requests; the old one signs as well until the overlap ends",
  request: {
    params: named,
    body: z
      .strictObject({ overlapSeconds: z.int().min(0).max(604_800).default(86_400) })
      .openapi("RotateFunctionSecret"),
  },
  responses: { 200: BindingWithSecretBody },
  errors: ["not_found", "conflict"],
  creates: true,
});

export const listFunctionInvocations = defineOperation({
  ...operators,
  id: "listFunctionInvocations",
  method: "get",
  path: "/function-bindings/{bindingKey}/invocations",
  summary: "The latest calls, newest first; a thousand at most, kept for seven days",
  request: {
    params: named,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: z
        .string()
        .max(500)
        .transform((token, context) => {
          const [key, ...rest] = keyAfter(token) ?? [];
          if (typeof key === "string" && rest.length === 0) return key;
          context.addIssue({ code: "custom", message: "No list has given this out." });
          return z.NEVER;
        })
        .optional(),
    }),
  },
  responses: { 200: z.object({ invocations: z.array(InvocationBody), nextToken: z.string().nullable() }) },
  errors: ["not_found"],
});

export const listInvocableFunctions = defineOperation({
  role: "CREATOR",
  scope: "any",
  mount: "public",
  id: "listInvocableFunctions",
  method: "get",
  path: "/function-bindings",
  summary: "The functions that whoever asks may invoke",
  responses: { 200: z.object({ functions: z.array(InvocableBody) }) },
  errors: [],
});

export const invokeFunction = defineOperation({
  role: "CREATOR",
  // Which scope it is depends on the binding, so the verb asks for it, before it says whether there is one.
  scope: "any",
  id: "invokeFunction",
  method: "any",
  path: "/function-bindings/{bindingKey}/invoke",
  summary: "Invoke a function with any method it takes; what follows the path is handed to it",
  description:
    "A token needs the binding's scope: `functions.invoke:{bindingKey}` unless the binding names another; `functions.invoke` " +
    "and `*` cover the former. The answer is the function's own, and has the header `x-switchyard-function`.",
  request: { params: named },
  responses: { 200: "passed" },
  errors: ["not_found", "method_not_allowed", "payload_too_large", "function_failed", "function_timeout"],
});
