/** Stick people in poses, seen from the side or the front; feet at (0, 0), about 100 high. */
import { circle, group, line, polyline } from "./svg.ts";

export type Pose =
  | "standing"
  | "walking"
  | "running"
  | "waving"
  | "sitting"
  | "pointing"
  | "cheering"
  | "sleeping"
  | "lifting"
  | "reaching";

type Limb = readonly (readonly [number, number])[];

const poses: Readonly<Record<Pose, { readonly head: readonly [number, number]; readonly limbs: readonly Limb[] }>> = {
  standing: {
    head: [0, -86],
    limbs: [
      [
        [0, -74],
        [0, -38],
      ],
      [
        [-12, 0],
        [0, -38],
        [12, 0],
      ],
      [
        [-16, -42],
        [0, -68],
        [16, -42],
      ],
    ],
  },
  walking: {
    head: [2, -86],
    limbs: [
      [
        [1, -74],
        [0, -38],
      ],
      [
        [-18, 0],
        [-4, -20],
        [0, -38],
        [10, -20],
        [16, 0],
      ],
      [
        [-14, -46],
        [1, -68],
        [16, -48],
      ],
    ],
  },
  running: {
    head: [14, -84],
    limbs: [
      [
        [11, -72],
        [0, -40],
      ],
      [
        [-30, -18],
        [-12, -20],
        [0, -40],
        [18, -30],
        [16, 0],
      ],
      [
        [-16, -50],
        [-6, -60],
        [9, -68],
        [20, -50],
        [32, -60],
      ],
    ],
  },
  waving: {
    head: [0, -86],
    limbs: [
      [
        [0, -74],
        [0, -38],
      ],
      [
        [-12, 0],
        [0, -38],
        [12, 0],
      ],
      [
        [-16, -42],
        [0, -68],
        [18, -74],
        [24, -98],
      ],
    ],
  },
  sitting: {
    head: [0, -72],
    limbs: [
      [
        [0, -60],
        [0, -24],
      ],
      [
        [0, -24],
        [24, -24],
        [24, 0],
      ],
      [
        [0, -54],
        [16, -36],
      ],
    ],
  },
  pointing: {
    head: [0, -86],
    limbs: [
      [
        [0, -74],
        [0, -38],
      ],
      [
        [-12, 0],
        [0, -38],
        [12, 0],
      ],
      [
        [-14, -42],
        [0, -68],
        [36, -72],
      ],
    ],
  },
  cheering: {
    head: [0, -86],
    limbs: [
      [
        [0, -74],
        [0, -38],
      ],
      [
        [-14, 0],
        [0, -38],
        [14, 0],
      ],
      [
        [-22, -100],
        [0, -68],
        [22, -100],
      ],
    ],
  },
  sleeping: {
    head: [-44, -12],
    limbs: [
      [
        [-32, -10],
        [6, -8],
      ],
      [
        [48, -4],
        [6, -8],
        [46, -12],
      ],
      [
        [-22, -10],
        [-6, -2],
      ],
    ],
  },
  lifting: {
    head: [0, -80],
    limbs: [
      [
        [0, -68],
        [0, -34],
      ],
      [
        [-16, 0],
        [-14, -18],
        [0, -34],
        [14, -18],
        [16, 0],
      ],
      [
        [-16, -100],
        [-14, -80],
        [0, -62],
        [14, -80],
        [16, -100],
      ],
    ],
  },
  reaching: {
    head: [4, -86],
    limbs: [
      [
        [2, -74],
        [-2, -38],
      ],
      [
        [-12, 0],
        [-2, -38],
        [10, 0],
      ],
      [
        [-14, -44],
        [1, -68],
        [22, -96],
      ],
    ],
  },
};

export interface FigureStyle {
  readonly colour: string;
  readonly head?: string;
  /** Looks to the left. */
  readonly mirrored?: boolean;
  readonly size?: number;
}

export function drawFigure(
  pose: Pose,
  x: number,
  y: number,
  { colour, head = "#f4d3b0", mirrored = false, size = 100 }: FigureStyle,
): string {
  const {
    head: [hx, hy],
    limbs,
  } = poses[pose];
  const scale = size / 100;
  return group(
    `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(mirrored ? -scale : scale).toFixed(3)} ${scale.toFixed(3)})`,
    ...limbs.map((limb) =>
      limb.length === 2
        ? line(limb[0]![0], limb[0]![1], limb[1]![0], limb[1]![1], { stroke: colour, width: 5, cap: "round" })
        : polyline(limb, { stroke: colour, width: 5, cap: "round" }),
    ),
    circle(hx, hy, 12, { fill: head, stroke: colour, width: 4 }),
  );
}
