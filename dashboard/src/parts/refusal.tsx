import { ApiError } from "#api/api-error.ts";
import { isStale } from "#api/is-stale.ts";
import { t } from "#text/t.ts";
import { Failure } from "./failure.tsx";
import { problemAt } from "./problem-at.ts";

type Props = {
  readonly cause: Error | null;
  /** The fields that say themselves what is wrong with them. */
  readonly beside?: readonly string[];
};

/** Why a change was refused, unless every word of it stands beside a field already. */
export function Refusal({ cause, beside = [] }: Props) {
  if (cause === null) return null;
  if (isStale(cause)) {
    return <Failure cause={new ApiError(cause.code, t("error.stale"), 412, cause.requestId, [])} />;
  }
  if (!(cause instanceof ApiError)) return <Failure cause={cause} />;
  const shown = new Set(beside.map((path) => problemAt(cause, path)));
  const isSaid = cause.problems.length > 0 && cause.problems.every(({ message }) => shown.has(message));
  return isSaid ? null : <Failure cause={cause} />;
}
