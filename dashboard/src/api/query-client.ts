import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** Only what may be better the next time is asked again: no refusal becomes a permission by repeating. */
const isWorthAgain = (count: number, cause: Error) =>
  count < 2 && cause instanceof ApiError && (cause.status === 0 || cause.status >= 500);

/** What has been asked, asked anew after half a minute. A change without a connection fails at once, rather than later unseen. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: isWorthAgain, staleTime: 30_000 },
    mutations: { retry: false, networkMode: "always" },
  },
});
