type Problem = { readonly path: string; readonly message: string };

/** A refusal of the API, or a connection that failed, in the words that a person is shown. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;
  /** Names the request in the server's log; empty where it never arrived. */
  readonly requestId: string;
  readonly problems: readonly Problem[];

  constructor(
    code: string,
    message: string,
    status: number,
    requestId: string,
    problems: readonly Problem[],
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.problems = problems;
  }
}

/** Reads the API's flat error body, and makes do with whatever else came. */
export function apiErrorOf(body: unknown, response: Response): ApiError {
  const said = (typeof body === "object" && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const text = (key: string, otherwise: string) => (typeof said[key] === "string" ? said[key] : otherwise);
  const problems = Array.isArray(said["details"]) ? (said["details"] as Problem[]) : [];
  const requestId = text("requestId", response.headers.get("x-request-id") ?? "");
  const message = text("message", `The server answered ${response.status}.`);
  return new ApiError(text("error", "unknown"), message, response.status, requestId, problems);
}
