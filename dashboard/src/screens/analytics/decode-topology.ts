type Point = readonly [x: number, y: number];
type Ring = readonly Point[];
/** Each number is an arc; a negative one that arc's complement, from its end to its beginning. */
type ArcRing = readonly number[];

type Shape = { readonly id?: string } & (
  | { readonly type: "Polygon"; readonly arcs: readonly ArcRing[] }
  | { readonly type: "MultiPolygon"; readonly arcs: readonly (readonly ArcRing[])[] }
);

/** As much of TopoJSON as a map of countries has: borders are arcs that neighbours share, written as steps on a grid. */
export type Topology = {
  readonly transform: { readonly scale: Point; readonly translate: Point };
  readonly arcs: readonly (readonly Point[])[];
  readonly objects: { readonly countries: { readonly geometries: readonly Shape[] } };
};

/** A country by its ISO 3166-1 alpha-2 code; those that have none are left out. */
export type Country = {
  readonly code: string;
  readonly polygons: readonly (readonly Ring[])[];
};

/** The countries of a topology with their outlines in degrees. */
export function decodeTopology({ transform, arcs, objects }: Topology): readonly Country[] {
  const lines = arcs.map((arc) => placed(arc, transform));
  const ringOf = (numbers: ArcRing): Ring =>
    numbers.flatMap((number, index) => {
      const line = number < 0 ? (lines[~number] ?? []).toReversed() : (lines[number] ?? []);
      return index === 0 ? line : line.slice(1); // It begins where the one before it has ended.
    });
  return objects.countries.geometries.flatMap((shape) => {
    const code = shape.id === undefined ? undefined : new Intl.Locale(`und-${shape.id}`).region;
    if (code === undefined || !/^[A-Z]{2}$/.test(code)) return [];
    const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.arcs;
    return [{ code, polygons: polygons.map((rings) => rings.map((ring) => unbroken(ringOf(ring)))) }];
  });
}

/** Goes on beyond 180° where an outline crosses it: jumping to the other side would draw a line around the world. */
function unbroken(ring: Ring): Ring {
  let turns = 0;
  const whole = ring.map(([x, y], index) => {
    const step = x - (ring[index - 1]?.[0] ?? x);
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    return [x + turns * 360, y] as const;
  });
  return whole.some(([x]) => x < -180.001) ? whole.map(([x, y]) => [x + 360, y]) : whole;
}

function placed(arc: readonly Point[], { scale, translate }: Topology["transform"]): Ring {
  let [x, y] = [0, 0];
  return arc.map(([stepX, stepY]) => {
    x += stepX;
    y += stepY;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]] as const;
  });
}
