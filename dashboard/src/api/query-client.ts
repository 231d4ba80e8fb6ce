import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** Only what may be better the next time is asked again: no refusal becomes a permission by repeating. */
const isWorthAgain = (count: number, cause: Error) =>
  count < 2 && cause instanceof ApiError && (cause.status === 0 || cause.status >= 500);

/** What has been asked, kept for half a minute before it is asked anew. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: isWorthAgain, staleTime: 30_000 }, mutations: { retry: false } },
});
