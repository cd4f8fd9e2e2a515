/** What ECharts options share: the frame they are drawn in, texts, legends. */
import type { Random } from "../../../random.ts";
import type { Chart } from "./chart.ts";
import type { Format, Theme } from "./theme.ts";

export type Option = Record<string, unknown>;

export interface Frame {
  readonly head: number;
  readonly foot: number;
  readonly chart: Chart;
  readonly theme: Theme;
  readonly format: Format;
  readonly random: Random;
}

export function text(theme: Theme, size = theme.fontSize, color = theme.ink): Option {
  return { fontSize: size, color, fontFamily: theme.family, lineHeight: Math.round(size * 1.4) };
}

/** A legend above or below; the space it takes there. */
export function legendOf({ head, foot, theme, random, format }: Frame, names: readonly string[]) {
  const top = random.chance(0.5);
  const width = names.reduce((sum, name) => sum + name.length * theme.fontSize * 0.62 + 44, 0);
  const rows = Math.ceil(width / (format.width - 20));
  const space = rows * (theme.fontSize + 10) + 4;
  const icon = random.pick(["circle", "rect", "roundRect", undefined]);
  return {
    option: {
      data: [...names],
      textStyle: text(theme),
      ...(top ? { top: head } : { bottom: foot }),
      ...(icon ? { icon } : {}),
      itemGap: 10,
      width: format.width - 20,
    },
    top: top ? space : 0,
    bottom: top ? 0 : space,
  };
}
