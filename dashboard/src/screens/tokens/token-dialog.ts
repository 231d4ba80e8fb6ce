import type { Schemas } from "#api/schemas.ts";

/** What every dialog about one token is given. */
export type TokenDialog = { readonly token: Schemas["Token"]; readonly onClose: () => void };
