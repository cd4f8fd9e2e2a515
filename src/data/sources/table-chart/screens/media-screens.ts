/** Screens that play and show: music, and figures of a business. */
import { listed } from "../charts/answers.ts";
import type { Maker } from "./content.ts";

export const player: Maker = (kit, height) => {
  const { random, look } = kit;
  const song = `${random.pick(["Silver", "Night", "Paper", "Golden", "Slow", "Blue", "Lost", "Summer"])} ${random.pick(["Rivers", "Train", "Lights", "Garden", "Echo", "Road", "Moon", "Letters"])}`;
  const artist = random.pick([
    "The Lanterns",
    "Nova Kim",
    "Old Harbor",
    "Mira Sol",
    "Paper Foxes",
    "Atlas Trio",
    "June & Co",
  ]);
  const total = random.int(120, 320);
  const done = random.int(10, total - 10);
  const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const playing = random.chance(0.6);
  const cover = Math.max(40, Math.min(look.width * 0.6, height - look.fontSize * 16));
  const hue = random.int(0, 359);
  const percent = (done / total) * 100;
  const body = `<div style="display:flex;flex-direction:column;align-items:center;padding:${look.fontSize}px">
    <div${kit.mark("picture", "the album cover", "The cover picture of the album.")} style="width:${cover}px;height:${cover}px;border-radius:${look.radius}px;background:linear-gradient(${random.int(0, 180)}deg,hsl(${hue},60%,55%),hsl(${hue + 70},60%,35%))"></div>
    <div style="font-size:${look.fontSize + 4}px;font-weight:bold;margin-top:${look.fontSize * 0.8}px;white-space:nowrap">${song}</div><div style="color:${look.faint};white-space:nowrap">${artist}</div>
    <div${kit.mark("slider", "the progress bar", `A progress bar that shows how far the song has played: ${clock(done)} of ${clock(total)}.`)} style="width:88%;max-width:420px;height:6px;border-radius:3px;background:${look.line};margin-top:${look.fontSize}px"><div style="width:${percent}%;height:6px;border-radius:3px;background:${look.accent}"></div></div>
    <div style="width:88%;max-width:420px;display:flex;justify-content:space-between;color:${look.faint};font-size:${look.fontSize - 1}px;margin-top:3px"><span>${clock(done)}</span><span>${clock(total)}</span></div>
    <div style="display:flex;gap:${look.fontSize * 1.4}px;align-items:center;margin-top:${look.fontSize * 0.5}px">${kit.iconButton("shuffle")}${kit.iconButton("previous")}${kit.iconButton(playing ? "pause" : "play", "", look.fontSize * 2.4, look.accent)}${kit.iconButton("next")}${kit.iconButton("heart")}</div></div>`;
  return {
    title: random.pick(["Now playing", "Player", "My music"]),
    body,
    summary: `A music player with the song "${song}" by ${artist}, at ${clock(done)} of ${clock(total)}. It is ${playing ? "playing" : "paused"}.`,
    questions: [
      ["Which song is shown?", song],
      ["Who is the artist?", artist],
      ["How long is the song?", clock(total)],
      ["How much of the song is left?", `${clock(total)} - ${clock(done)} = ${clock(total - done)}.`],
      [
        "Is music playing now?",
        playing
          ? "Yes; the button in the middle shows the pause sign."
          : "No; the button in the middle shows the play sign.",
      ],
    ],
  };
};

export const dashboard: Maker = (kit, height) => {
  const { random, look } = kit;
  const measures = random
    .shuffled(["Visitors", "Orders", "Revenue", "Refunds", "Sign-ups", "Sessions", "Tickets", "Errors"])
    .slice(0, look.wide ? (look.width > 520 ? 4 : 3) : 2);
  const values = measures.map((name) =>
    name === "Revenue" ? `$${random.int(10, 99)},${random.int(100, 999)}` : String(random.int(12, 990)),
  );
  const changes = measures.map(() => random.int(-19, 24) || 3);
  const cards = measures.map(
    (name, i) =>
      `<div${kit.mark("card", `the ${name} card`, `A card with the figure for ${name.toLowerCase()}: ${values[i]!}.`)} style="flex:1;background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;padding:${Math.round(look.fontSize * 0.6)}px;white-space:nowrap"><div style="color:${look.faint};font-size:${look.fontSize - 1}px">${name}</div><div style="font-size:${look.fontSize + 5}px;font-weight:bold">${values[i]!}</div><div style="color:${changes[i]! > 0 ? "#16a34a" : "#dc2626"};font-size:${look.fontSize - 1}px">${changes[i]! > 0 ? "▲" : "▼"} ${Math.abs(changes[i]!)}%</div></div>`,
  );
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].slice(0, look.wide ? 7 : 5);
  const bars = random.shuffled([12, 22, 34, 45, 58, 70, 83, 96]).slice(0, days.length);
  const room = Math.max(36, Math.min(180, height - look.fontSize * 13));
  const chart = `<div style="background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;padding:${Math.round(look.fontSize * 0.6)}px;margin-top:${Math.round(look.fontSize * 0.6)}px"><b>Orders per day</b><div style="display:flex;align-items:flex-end;gap:6px;height:${room}px;margin-top:4px">${days.map((day, i) => `<div style="flex:1;text-align:center"><div${kit.mark("bar", `the bar of ${day}`, `The bar for ${day} in the chart of orders per day.`)} style="height:${Math.round(((room - look.fontSize * 1.5) * bars[i]!) / 100)}px;background:${look.accent}"></div><div style="font-size:${look.fontSize - 1}px;color:${look.faint};line-height:1.3">${day}</div></div>`).join("")}</div></div>`;
  const at = random.int(0, measures.length - 1);
  const top = days[bars.indexOf(Math.max(...bars))]!;
  const low = days[bars.indexOf(Math.min(...bars))]!;
  const growing = measures.filter((_, i) => changes[i]! > 0);
  return {
    title: random.pick(["Dashboard", "Overview", "Analytics", "Today", "Statistics"]),
    body: `<div style="padding:${Math.round(look.fontSize * 0.6)}px"><div style="display:flex;gap:${Math.round(look.fontSize * 0.6)}px">${cards.join("")}</div>${chart}</div>`,
    summary: `A dashboard with the figures ${listed(
      measures.map((name, i) => `${name} (${values[i]!})`),
      "en",
    )} and a bar chart of orders per day, highest on ${top}.`,
    questions: [
      [`What is the value of ${measures[at]!}?`, values[at]!],
      [
        `By how many percent did ${measures[at]!} change?`,
        `It went ${changes[at]! > 0 ? "up" : "down"} by ${Math.abs(changes[at]!)}%.`,
      ],
      ["Which day has the most orders?", `${top}; its bar is the tallest.`],
      ["Which day has the fewest orders?", `${low}; its bar is the shortest.`],
      ["Which figures are growing?", growing.length === 0 ? "None of them." : `${listed(growing, "en")}.`],
    ],
  };
};
