import type { Coding, SiteFile } from "#platform/sites/site-manifest.ts";

/** The smallest form of a file that the reader takes (RFC 9110 §12.5.3); `null`: as it is. */
export function chooseCoding({ codings }: SiteFile, accepted: string | undefined): Coding | null {
  if (codings === undefined || accepted === undefined) return null;
  if (codings.br !== undefined && takes(accepted, "br")) return "br";
  if (codings.gzip !== undefined && takes(accepted, "gzip")) return "gzip";
  return null;
}

function takes(accepted: string, coding: string): boolean {
  if (!accepted.includes(";")) return accepted.includes(coding) || accepted.includes("*");
  const weights = new Map(
    accepted.split(",").map((part) => {
      const [name = "", ...parameters] = part.toLowerCase().split(";");
      const q = parameters.find((parameter) => /^\s*q=/.test(parameter))?.split("=")[1];
      return [name.trim(), q === undefined ? 1 : Number(q)] as const;
    }),
  );
  return (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
}
