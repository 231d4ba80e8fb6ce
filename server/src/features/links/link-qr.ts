import { create } from "qrcode";
import { AppError } from "#kernel/errors.ts";
import { encodePng } from "./qr-png.ts";

export type QrOptions = {
  readonly format: "svg" | "png";
  /** Pixels, the margin included. */
  readonly size: number;
  /** Modules. */
  readonly margin: number;
  readonly level: "L" | "M" | "Q" | "H";
  /** Six hexadecimal digits each. */
  readonly color: string;
  readonly background: string;
};

export type Picture = { readonly type: string; readonly bytes: Buffer };

/** The QR code of `url`, of exactly the size asked for; throws 400 where that has not a pixel for each module. */
export async function linkQr(url: string, options: QrOptions): Promise<Picture> {
  const { modules } = create(url, { errorCorrectionLevel: options.level });
  const width = modules.size + 2 * options.margin;
  if (options.size < width) throw tooSmall(width);
  const isDark = (column: number, row: number) => {
    const [x, y] = [column - options.margin, row - options.margin];
    return x >= 0 && y >= 0 && x < modules.size && y < modules.size && modules.get(y, x) !== 0;
  };
  if (options.format === "svg") {
    return { type: "image/svg+xml", bytes: Buffer.from(svg(width, isDark, options)) };
  }
  // Centred, because as wide as its modules can all be alike.
  const scale = Math.floor(options.size / width);
  const offset = Math.floor((options.size - width * scale) / 2);
  const moduleAt = (pixel: number) => Math.floor((pixel - offset) / scale);
  const bytes = await encodePng({ ...options, isDark: (x, y) => isDark(moduleAt(x), moduleAt(y)) });
  return { type: "image/png", bytes };
}

function svg(
  width: number,
  isDark: (column: number, row: number) => boolean,
  { size, color, background }: QrOptions,
): string {
  let path = "";
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < width; column++) {
      let run = 0;
      while (isDark(column + run, row)) run += 1;
      if (run > 0) path += `M${column} ${row}h${run}v1h-${run}z`;
      column += run;
    }
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${width} ${width}"` +
    ` shape-rendering="crispEdges"><path fill="#${background}" d="M0 0h${width}v${width}H0z"/>` +
    `<path fill="#${color}" d="${path}"/></svg>\n`
  );
}

function tooSmall(width: number): AppError {
  const message = `This code needs at least ${width} pixels.`;
  return new AppError("invalid_payload", `size: ${message}`, {
    details: { details: [{ path: "size", message }] },
  });
}
