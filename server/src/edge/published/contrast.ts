type Rgb = readonly [number, number, number];

/** Colours that go with an accent: each can be read on the one that it stands on. */
export type Palette = {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  /** The accent, as far from the paper as text must be. */
  readonly accent: string;
  readonly onAccent: string;
};

/** WCAG 2.2, 1.4.3: what text of any size needs. A little more, because colours are rounded. */
const CONTRAST_MIN = 4.6;
const STEPS = 40;

const LIGHT = { paper: "#ffffff", ink: "#17181c", soft: "#54575f", line: "#d9dbe1" };
const DARK = { paper: "#141519", ink: "#ececf0", soft: "#a9adb6", line: "#34373f" };

/** The accent is moved towards the ink until it can be read on the paper: whoever chose it sees its hue again. */
export function paletteOf(accent: string, mode: "light" | "dark"): Palette {
  const base = mode === "light" ? LIGHT : DARK;
  const paper = rgbOf(base.paper);
  const ink = rgbOf(base.ink);
  const chosen = rgbOf(accent);
  let readable = chosen;
  for (let step = 1; step <= STEPS && contrastOf(readable, paper) < CONTRAST_MIN; step++) {
    readable = mix(chosen, ink, step / STEPS);
  }
  const [white, black] = [rgbOf("#ffffff"), rgbOf("#000000")];
  const isWhite = contrastOf(white, readable) >= contrastOf(black, readable);
  return { ...base, accent: hexOf(readable), onAccent: isWhite ? "#ffffff" : "#000000" };
}

/** Of two colours as `#rrggbb`, from 1 to 21, as WCAG 2 computes it. */
export const contrastBetween = (one: string, other: string): number => contrastOf(rgbOf(one), rgbOf(other));

function contrastOf(one: Rgb, other: Rgb): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminanceOf(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share)) as unknown as Rgb;

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;

const hexOf = (rgb: Rgb): string => `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
