import { createSwitchyard } from "@switchyard/sdk";
import { authorizedFetch } from "#session/authorized-fetch.ts";
import { sendOnce } from "./send-once.ts";

/** The public API of this very host, asked as whoever is signed in. */
export const api = createSwitchyard({ fetch: authorizedFetch });
api.use(sendOnce());
