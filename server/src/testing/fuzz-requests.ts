/** How many requests the fuzz test sends. */
export const fuzzRequests = Number(process.env["FUZZ_REQUESTS"] ?? 20_000);
