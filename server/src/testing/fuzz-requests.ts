/** How many requests the fuzz test sends: few enough for every run, and as many as `npm run test:fuzz` asks for. */
export const fuzzRequests = Number(process.env["FUZZ_REQUESTS"] ?? 3_000);
