import { z } from "@hono/zod-openapi";
import { BINDING_GRANT, SCOPES } from "#kernel/access.ts";
import { type InvokeScope, METHODS } from "./binding.ts";

const SOURCE_BYTES_MAX = 65_536;
const ENV_BYTES_MAX = 16_384;
const instant = z.iso.datetime();

export const BindingKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    "Small letters, digits, - and _; 63 at most, a letter or digit first.",
  );

const bytesOf = (text: string) => Buffer.byteLength(text);

const Source = z
  .string()
  .min(1)
  .refine((source) => bytesOf(source) <= SOURCE_BYTES_MAX, "A script has 64 KB at most.")
  .openapi({ description: "An ES module: export default async (request, env) => new Response(…)." });

const Env = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "Letters, digits and _."), z.string().max(4096))
  .refine(
    (env) => bytesOf(JSON.stringify(env)) <= ENV_BYTES_MAX,
    "All variables together have 16 KB at most.",
  )
  .openapi({ description: "What the script is handed as env. Every operator of the handle can read it." });

const HttpTarget = z.strictObject({
  type: z.literal("HTTP"),
  url: z
    .string()
    .trim()
    .min(1)
    .max(2048)
    .openapi({ description: "https; http only into ranges that the operator has opened." }),
});

const TargetChange = z
  .discriminatedUnion("type", [
    HttpTarget,
    z.strictObject({ type: z.literal("SCRIPT"), source: Source, env: Env.default({}) }),
  ])
  .openapi("FunctionTargetChange");

const TargetBody = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("HTTP"), url: z.string() }),
    z.object({ type: z.literal("SCRIPT"), source: z.string(), env: z.record(z.string(), z.string()) }),
  ])
  .openapi("FunctionTarget");

const RequiredScope = z.union([z.enum(SCOPES), z.string().regex(BINDING_GRANT)], {
  error: "There is no such scope.",
}) as z.ZodType<InvokeScope>;

export const BindingChange = z
  .strictObject({
    target: TargetChange,
    methods: z
      .array(z.enum(METHODS))
      .min(1)
      .max(METHODS.length)
      .transform((methods) => [...new Set(methods)])
      .default(["GET", "POST"]),
    access: z.enum(["NONE", "SCOPED"]).default("SCOPED"),
    requiredScope: RequiredScope.nullable().default(null),
    timeoutMs: z.int().min(100).max(10_000).default(5_000),
    maxBytes: z.int().min(1024).max(1_048_576).default(262_144),
    enabled: z.boolean().default(true),
  })
  .openapi("FunctionBindingChange");

const shown = {
  bindingKey: z.string(),
  methods: z.array(z.string()),
  access: z.enum(["NONE", "SCOPED"]),
  requiredScope: z
    .string()
    .openapi({ description: "What a token needs; of no meaning where anyone may call." }),
  timeoutMs: z.int(),
  maxBytes: z.int(),
};

export const BindingBody = z
  .object({
    ...shown,
    target: TargetBody,
    requiredScope: z.string().nullable(),
    enabled: z.boolean(),
    publicUrl: z
      .string()
      .nullable()
      .openapi({ description: "Where anyone may call it; null where nobody may." }),
    version: z.int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("FunctionBinding");

/** The secret is in this answer only. */
export const BindingWithSecretBody = BindingBody.extend({
  signingSecret: z.string().optional(),
  secretAlreadyShown: z.literal(true).optional(),
}).openapi("FunctionBindingWithSecret");

/** Neither source nor URL: whoever may call a function need not know what is behind it. */
export const InvocableBody = z.object({ ...shown, invokeUrl: z.string() }).openapi("InvocableFunction");

export const InvocationBody = z
  .object({
    invocationId: z.string(),
    at: instant,
    caller: z.string(),
    method: z.string(),
    path: z.string(),
    status: z.int().openapi({ description: "What the caller was answered." }),
    durationMs: z.int(),
    error: z.string().nullable(),
    message: z.string().nullable(),
    requestBytes: z.int(),
    responseBytes: z.int(),
    log: z.string().openapi({ description: "What the script wrote with console, at most 4 KB." }),
  })
  .openapi("FunctionInvocation");
