/** Things in one of their states: how full, how far burnt, charged, open, done. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, ellipse, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

/** Shares that can be told apart by eye. */
export function apart(random: SourceContext["random"], count: number, gap: number): number[] {
  for (;;) {
    const shares = Array.from({ length: count }, () => random.int(0, 20) / 20);
    if (shares.every((a, i) => shares.every((b, k) => k <= i || Math.abs(a - b) >= gap))) return shares;
  }
}

export function fillWord(share: number): string {
  if (share === 0) return "empty";
  if (share <= 0.15) return "nearly empty";
  if (share < 0.45) return "less than half full";
  if (share <= 0.55) return "about half full";
  if (share < 0.75) return "more than half full";
  return share === 1 ? "full" : "nearly full";
}

function glasses({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const count = random.int(3, 4);
  const shares = apart(random, count, 0.2);
  const names = ["A", "B", "C", "D"].slice(0, count);
  const [drink, colour] = random.pick([
    ["water", "#8ecae6"],
    ["juice", "#f4a227"],
    ["milk", "#e3d6b4"],
    ["tea", "#b5651d"],
    ["grape juice", "#6d2e8c"],
  ] as const);
  const body = shares.map((share, i) => {
    const x = 18 + i * 84;
    const level = 30 + (1 - share) * 120;
    return (
      marked(
        "glass",
        String(share),
        "",
        share > 0 ? rect(x + 3, level, 54, 150 - level, { fill: colour }) : "",
        path(`M${x} 26V150Q${x} 154 ${x + 4} 154H${x + 56}Q${x + 60} 154 ${x + 60} 150V26`, {
          stroke: look.ink,
          width: 3,
        }),
      ) + text(x + 30, 180, names[i]!, { size: 16, weight: 700 })
    );
  });
  const order = names.map((name, i) => ({ name, share: shares[i]! })).sort((a, b) => b.share - a.share);
  const i = random.int(0, count - 1);
  const turns = [
    exchange(
      random,
      `{How full is glass ${names[i]}?|What state is glass ${names[i]} in: {full|empty} or something in between?}`,
      `${capital(fillWord(shares[i]!))}.`,
      `The ${drink} in glass ${names[i]} ${shares[i] === 0 ? "is all gone: the glass is empty" : `reaches about ${Math.round(shares[i]! * 100)}% of the height, so it is ${fillWord(shares[i]!)}`}.`,
    ),
    exchange(
      random,
      `{Sort|Order} the glasses from full to empty.`,
      `${listed(order.map((one) => one.name))}.`,
      `By the level of the ${drink}: ${listed(order.map((one) => `${one.name} (${fillWord(one.share)})`))}.`,
    ),
    exchange(
      random,
      "Which of the glasses are more than half full?",
      listed(order.filter((one) => one.share > 0.5).map((one) => one.name)) || "None.",
      order.every((one) => one.share <= 0.5)
        ? "None of the levels is above the middle."
        : `Above the middle: ${listed(order.filter((one) => one.share > 0.5).map((one) => one.name))}. That is ${numberWord(order.filter((one) => one.share > 0.5).length)} of ${numberWord(count)}.`,
    ),
  ];
  const most = random.chance(0.5);
  const best = most ? order[0]! : order.at(-1)!;
  turns.unshift(
    exchange(
      random,
      most
        ? `{Which glass {holds|has} the most ${drink}?|Which glass is the fullest?}`
        : `{Which glass {holds|has} the least ${drink}?|Which glass is the emptiest?}`,
      `Glass ${best.name}.`,
      `The levels differ: glass ${best.name} is ${fillWord(best.share)}, and that is the ${most ? "highest" : "lowest"} of all.`,
    ),
  );
  return {
    template: "glasses",
    pictures: [drawing(random, look, maxSide, { width: count * 84 + 14, height: 196 }, ...body)],
    turns: someOf(random, turns),
  };
}

function batteries({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const devices = random.shuffled(["phone", "tablet", "laptop", "speaker", "watch", "camera"]).slice(0, 3);
  const shares = apart(random, 3, 0.15).map((share) => Math.max(share, 0.05));
  const charging = devices.map(() => random.chance(0.35));
  const body = devices.map((name, i) => {
    const y = 22 + i * 58;
    const share = shares[i]!;
    const fill = share <= 0.2 ? "#d62828" : share <= 0.5 ? "#e9a400" : "#2a9d4a";
    return (
      text(16, y + 25, name, { size: 15, anchor: "start" }) +
      marked(
        "battery",
        name,
        "",
        rect(124, y, 110, 38, { fill: "#fff", stroke: look.ink, width: 3, round: 7 }),
        rect(234, y + 11, 7, 16, { fill: look.ink }),
        rect(129, y + 5, 100 * share, 28, { fill, round: 3 }),
      ) +
      (charging[i]
        ? marked(
            "bolt",
            name,
            "",
            polygon(
              [
                [266, y + 2],
                [254, y + 22],
                [262, y + 22],
                [258, y + 38],
                [274, y + 15],
                [265, y + 15],
              ],
              { fill: "#f2b705", stroke: look.ink, width: 1 },
            ),
          )
        : "")
    );
  });
  const order = devices
    .map((name, i) => ({ name, share: shares[i]!, charging: charging[i]! }))
    .sort((a, b) => a.share - b.share);
  const on = order.filter((one) => one.charging);
  const it = random.pick(order);
  const turns = [
    exchange(
      random,
      `{Which device {runs out|needs charging} first{, going by charge|}?|Which battery is the lowest?}`,
      `The ${order[0]!.name}.`,
      `The ${order[0]!.name} has the shortest bar, about ${Math.round(order[0]!.share * 100)}%${order[0]!.charging ? ", but it is being charged already" : ""}.`,
    ),
    exchange(
      random,
      `{Is anything being charged{ right now|}?|Which devices are plugged in? A bolt stands for charging.}`,
      on.length === 0 ? "No." : `${listed(on.map((one) => `the ${one.name}`))}.`,
      on.length === 0
        ? "There is no bolt next to any battery, so nothing is charging."
        : `A bolt stands next to ${listed(on.map((one) => `the ${one.name}`))}, so that is what is charging.`,
    ),
    exchange(
      random,
      `{About how much charge does the ${it.name} have?|How full is the ${it.name}'s battery?}`,
      `About ${Math.round(it.share * 100)}%.`,
      `The bar of the ${it.name} fills about ${Math.round(it.share * 100)}% of its outline.`,
    ),
  ];
  return {
    template: "batteries",
    pictures: [drawing(random, look, maxSide, { width: 290, height: 204 }, ...body)],
    turns: someOf(random, turns),
  };
}

function candles({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.4 });
  const count = random.int(2, 4);
  const lefts = apart(random, count, 0.2).map((share) => 0.1 + 0.9 * share);
  const lit = lefts.map(() => random.chance(0.6));
  const names = ["1", "2", "3", "4"];
  const wax = look.accents[0]!;
  const body = lefts.map((share, i) => {
    const x = 46 + i * 76;
    const top = 172 - share * 120;
    return (
      marked(
        "candle",
        String(share),
        "",
        rect(x - 15, top, 30, 172 - top, { fill: wax, stroke: look.ink, width: 1.5, round: 3 }),
        line(x, top, x, top - 9, { stroke: look.ink, width: 2 }),
        lit[i]
          ? path(`M${x} ${top - 32}Q${x + 10} ${top - 14} ${x} ${top - 6}Q${x - 10} ${top - 14} ${x} ${top - 32}Z`, {
              fill: "#f9a602",
            })
          : "",
      ) +
      ellipse(x, 174, 24, 5, { fill: look.muted }) +
      text(x, 196, names[i]!, { size: 14, weight: 700 })
    );
  });
  const all = lefts.map((share, i) => ({ name: names[i]!, share, lit: lit[i]! })).sort((a, b) => a.share - b.share);
  const burning = all
    .filter((one) => one.lit)
    .map((one) => one.name)
    .sort();
  const turns = [
    exchange(
      random,
      `{All candles were equally long when new. |These candles had the same length at first. }Which one has burnt {the longest|for the longest time}?`,
      `Candle ${all[0]!.name}.`,
      `Candle ${all[0]!.name} is the shortest one left, so the most wax is gone: it has burnt longest.`,
    ),
    exchange(
      random,
      `{Which candles are {burning|lit} {now|in the picture}?|How many candles are lit?}`,
      burning.length === 0
        ? "None."
        : burning.length === 1
          ? `One: number ${burning[0]}.`
          : `${capital(numberWord(burning.length))}: ${listed(burning)}.`,
      burning.length === 0
        ? "No candle has a flame, so none is lit."
        : `I see a flame on ${burning.length === 1 ? "candle" : "candles"} ${listed(burning)}: ${numberWord(burning.length)} of ${numberWord(count)} ${burning.length === 1 ? "is" : "are"} lit.`,
    ),
    exchange(
      random,
      `{They are all the same kind. |}{Which candle is the newest, judging by its length?|Which one has been used least?}`,
      `Candle ${all.at(-1)!.name}.`,
      `Candle ${all.at(-1)!.name} is the longest, so it has lost the least wax.`,
    ),
  ];
  return {
    template: "candles",
    pictures: [drawing(random, look, maxSide, { width: 20 + count * 76, height: 208 }, ...body)],
    turns: someOf(random, turns),
  };
}

function switches({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.3 });
  const names = random
    .shuffled(["Wi-Fi", "Bluetooth", "Flight mode", "Location", "Sound", "Dark theme", "Updates", "Alarm"])
    .slice(0, random.int(3, 5));
  const on = names.map(() => random.chance(0.5));
  const accent = random.pick(["#2a9d4a", "#2563eb", "#e07b00"]);
  const body = names.map((name, i) => {
    const y = 14 + i * 46;
    return (
      text(18, y + 21, name, { size: 15, anchor: "start" }) +
      marked(
        "switch",
        `${name}: ${on[i] ? "on" : "off"}`,
        "",
        rect(206, y + 2, 52, 28, { fill: on[i] ? accent : "#b4b9bf", round: 14 }),
        circle(on[i] ? 244 : 220, y + 16, 11, { fill: "#fff" }),
      ) +
      line(12, y + 40, 264, y + 40, { stroke: look.muted, width: 0.5 })
    );
  });
  const yes = names.filter((_, i) => on[i]);
  const i = random.int(0, names.length - 1);
  const turns = [
    exchange(
      random,
      `Is ${names[i]} {switched on|on|active}?`,
      on[i] ? "Yes." : "No.",
      `The knob of the ${names[i]} switch is on the ${on[i] ? "right and the switch is coloured, so it is on" : "left and the switch is grey, so it is off"}.`,
    ),
    exchange(
      random,
      `{Which of the settings are on?|What is switched on?}`,
      yes.length === 0 ? "Nothing." : `${listed(yes)}.`,
      yes.length === 0
        ? "All the switches are grey with the knob on the left: nothing is on."
        : `${yes.length === 1 ? "The coloured switch is" : "The coloured switches are"} ${listed(yes)}; ${yes.length === names.length ? "none is off" : "the rest are off"}.`,
    ),
    exchange(
      random,
      "How many switches are off?",
      `${numberWord(names.length - yes.length)}.`,
      `Of ${numberWord(names.length)} switches ${numberWord(yes.length)} ${yes.length === 1 ? "is" : "are"} on, so ${numberWord(names.length - yes.length)} ${names.length - yes.length === 1 ? "is" : "are"} off.`,
    ),
  ];
  return {
    template: "switches",
    pictures: [drawing(random, look, maxSide, { width: 276, height: 14 + names.length * 46 }, ...body)],
    turns: someOf(random, turns),
  };
}

export const stateSource = instructionSource(
  {
    name: "state-of-things",
    version: 3,
    leaf: "Commonsense Reasoning/Other Commonsense Reasoning/State Reasoning",
    description: "Glasses, batteries, candles and switches and the states they are in.",
  },
  (context) => context.random.pick([glasses, batteries, candles, switches])(context),
);
