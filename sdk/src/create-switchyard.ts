import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema.ts";

/** A client of the API: every path, parameter, body and answer has its type. */
export type Switchyard = Client<paths>;

/** Asks the API at `baseUrl` (the page's own host when left out); refusals are answers, only a lost connection throws. */
export const createSwitchyard = (options: ClientOptions = {}): Switchyard => createClient<paths>(options);
