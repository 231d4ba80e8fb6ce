import type { QueryClient } from "@tanstack/react-query";

/** Forgets what was read of a handle, so that another one of its name begins with none of it. */
export const forgetHandle = (queries: QueryClient, handle: string): void =>
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === handle });
