/** How a file may be compressed for whoever asks. */
export type Coding = "br" | "gzip" | "identity";

/** The smallest that the reader takes. RFC 9110 §12.5.3: a coding that is not named is taken where `*` is. */
export function codingFor(accepted = ""): Coding {
  const weights = new Map(
    accepted.split(",").map((part) => {
      const [name = "", ...parameters] = part.toLowerCase().split(";");
      const q = parameters.find((parameter) => /^\s*q=/.test(parameter))?.split("=")[1];
      return [name.trim(), q === undefined ? 1 : Number(q)] as const;
    }),
  );
  const isTaken = (coding: Coding) => (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
  return (["br", "gzip"] as const).find(isTaken) ?? "identity";
}
