/**
 * What lies behind text and shapes: a plain paint, a gradient, or a quiet texture. Each tells the paints it is made of,
 * so that whoever draws on top can keep apart from all of them.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { luminance } from "../contrast.ts";
import type { Random } from "../random.ts";
import { blend, css, type Paint } from "./colors.ts";
import type { Frame } from "./picture.ts";

export interface Background {
  kind: "plain" | "gradient" | "stripes" | "ruled" | "dots" | "clouds";
  /** The paints that it is made of, the main one first. */
  paints: readonly Paint[];
  draw(context: SKRSContext2D, frame: Frame): void;
}

/** A background around one paint; `plainShare` of them are that paint alone. */
export function background(random: Random, base: Paint, plainShare: number): Background {
  if (random.chance(plainShare)) return { kind: "plain", paints: [base], draw: (c, f) => fill(c, f, base) };
  const kind = random.weighted({ gradient: 45, stripes: 14, ruled: 14, dots: 13, clouds: 14 });
  const towards: Paint = random.chance(0.5) === luminance(base) < 0.4 ? [255, 255, 255] : [0, 0, 0];
  const tone = blend(base, towards, kind === "gradient" ? random.between(0.1, 0.35) : random.between(0.06, 0.18));
  return { kind, paints: [base, tone], draw: painters[kind](random, base, tone) };
}

function fill(context: SKRSContext2D, { left, top, width, height }: Frame, paint: Paint): void {
  context.fillStyle = css(paint);
  context.fillRect(left, top, width, height);
}

type Painter = (random: Random, base: Paint, tone: Paint) => Background["draw"];

// Each takes its random numbers when it is made, not when it draws, so a sample's numbers keep their order.
const painters: Record<Exclude<Background["kind"], "plain">, Painter> = {
  gradient(random, base, tone) {
    const angle = random.between(0, 2 * Math.PI);
    return (context, { left, top, width, height }) => {
      const [x, y] = [left + width / 2, top + height / 2];
      const [dx, dy] = [(Math.cos(angle) * width) / 2, (Math.sin(angle) * height) / 2];
      const gradient = context.createLinearGradient(x - dx, y - dy, x + dx, y + dy);
      gradient.addColorStop(0, css(base));
      gradient.addColorStop(1, css(tone));
      context.fillStyle = gradient;
      context.fillRect(left, top, width, height);
    };
  },
  stripes(random, base, tone) {
    const [step, slope] = [random.between(6, 26), random.between(-1, 1)];
    return (context, frame) => {
      fill(context, frame, base);
      context.strokeStyle = css(tone);
      context.lineWidth = step / 2;
      context.beginPath();
      for (let x = frame.left - frame.height; x < frame.left + frame.width + frame.height; x += step) {
        context.moveTo(x, frame.top);
        context.lineTo(x + slope * frame.height, frame.top + frame.height);
      }
      context.stroke();
    };
  },
  ruled(random, base, tone) {
    const [step, start, both] = [random.between(8, 22), random.between(0, 8), random.chance(0.5)];
    return (context, frame) => {
      fill(context, frame, base);
      context.strokeStyle = css(tone);
      context.lineWidth = 1;
      context.beginPath();
      for (let y = frame.top + start; y < frame.top + frame.height; y += step) {
        context.moveTo(frame.left, y);
        context.lineTo(frame.left + frame.width, y);
      }
      for (let x = frame.left + start; both && x < frame.left + frame.width; x += step) {
        context.moveTo(x, frame.top);
        context.lineTo(x, frame.top + frame.height);
      }
      context.stroke();
    };
  },
  dots(random, base, tone) {
    const [step, size] = [random.between(6, 16), random.between(1, 3)];
    return (context, frame) => {
      fill(context, frame, base);
      context.fillStyle = css(tone);
      for (let y = frame.top; y < frame.top + frame.height; y += step)
        for (let x = frame.left; x < frame.left + frame.width; x += step) context.fillRect(x, y, size, size);
    };
  },
  clouds(random, base, tone) {
    const blobs = Array.from({ length: random.int(4, 9) }, () => ({
      x: random.next(),
      y: random.next(),
      radius: random.between(10, 45),
    }));
    return (context, frame) => {
      fill(context, frame, base);
      for (const { x, y, radius } of blobs) {
        const [cx, cy] = [frame.left + x * frame.width, frame.top + y * frame.height];
        const gradient = context.createRadialGradient(cx, cy, 0, cx, cy, radius);
        gradient.addColorStop(0, css(tone));
        gradient.addColorStop(1, css(tone, 0));
        context.fillStyle = gradient;
        context.fillRect(cx - radius, cy - radius, 2 * radius, 2 * radius);
      }
    };
  },
};
