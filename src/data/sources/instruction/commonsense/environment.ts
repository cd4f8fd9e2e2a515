/** States of the surroundings read off instruments, lights and boards. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, listed, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

const skies = {
  sunny: {
    rain: [0, 10],
    draw: (x: number, y: number) =>
      circle(x, y, 17, { fill: "#f6b81a" }) +
      Array.from({ length: 8 }, (_, i) => {
        const a = (i * Math.PI) / 4;
        return line(x + 22 * Math.cos(a), y + 22 * Math.sin(a), x + 29 * Math.cos(a), y + 29 * Math.sin(a), {
          stroke: "#f6b81a",
          width: 3,
          cap: "round",
        });
      }).join(""),
  },
  rainy: {
    rain: [70, 100],
    draw: (x: number, y: number) =>
      cloud(x, y, "#8d99a6") +
      [-12, 0, 12]
        .map((d) => line(x + d, y + 16, x + d - 5, y + 28, { stroke: "#2a7fd4", width: 3, cap: "round" }))
        .join(""),
  },
  cloudy: { rain: [15, 40], draw: (x: number, y: number) => cloud(x, y, "#9aa5b1") },
  snowy: {
    rain: [70, 100],
    draw: (x: number, y: number) =>
      cloud(x, y, "#9fb0c0") +
      [-12, 0, 12].map((d) => text(x + d, y + 30, "*", { size: 18, weight: 700, fill: "#5aa9e6" })).join(""),
  },
  stormy: {
    rain: [80, 100],
    draw: (x: number, y: number) =>
      cloud(x, y, "#5e6a76") +
      polygon(
        [
          [x + 2, y + 10],
          [x - 8, y + 26],
          [x - 1, y + 26],
          [x - 5, y + 38],
          [x + 9, y + 20],
          [x + 2, y + 20],
        ],
        { fill: "#f2c200" },
      ),
  },
} as const;

function cloud(x: number, y: number, colour: string): string {
  return path(
    `M${x - 20} ${y + 12}A11 11 0 0 1 ${x - 17} ${y - 8}A15 15 0 0 1 ${x + 12} ${y - 10}A11 11 0 0 1 ${x + 20} ${y + 12}Z`,
    { fill: colour },
  );
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const longDays: Record<string, string> = {
  Mon: "Monday",
  Tue: "Tuesday",
  Wed: "Wednesday",
  Thu: "Thursday",
  Fri: "Friday",
  Sat: "Saturday",
  Sun: "Sunday",
};

function forecast({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.25 });
  const first = random.int(0, 6);
  const base = random.int(-8, 30);
  const days = Array.from({ length: random.int(3, 5) }, (_, i) => {
    const sky = random.weighted({
      sunny: 3,
      rainy: base > 4 ? 3 : 0,
      cloudy: 2,
      snowy: base < 1 ? 3 : 0,
      stormy: base > 12 ? 1 : 0,
    });
    const { rain } = skies[sky];
    return {
      day: longDays[weekdays[(first + i) % 7]!]!,
      short: weekdays[(first + i) % 7]!,
      sky,
      rain: 5 * Math.round(random.int(rain[0], rain[1]) / 5),
      high: sky === "snowy" ? Math.min(0, base) - random.int(0, 3) : base + random.int(-3, 4),
    };
  });
  const width = days.length * 74 + 12;
  const cards = days.map((one, i) => {
    const x = 6 + i * 74;
    return marked(
      "day",
      one.day,
      "",
      rect(x + 3, 34, 68, 156, { fill: look.tint, round: 8 }),
      text(x + 37, 56, one.short, { size: 14, weight: 700 }),
      skies[one.sky].draw(x + 37, 92),
      text(x + 37, 150, `${one.high}°C`, { size: 16, weight: 700 }),
      text(x + 37, 174, `rain ${one.rain}%`, { size: 11.5 }),
    );
  });
  const it = random.pick(days);
  const wet = it.sky === "rainy" || it.sky === "stormy";
  const warmest = Math.max(...days.map((one) => one.high));
  const hot = days.filter((one) => one.high === warmest);
  const dry = days.filter((one) => one.rain < 15);
  const turns = [
    exchange(
      random,
      `{Do I need an umbrella on ${it.day}?|Should I take an umbrella on ${it.day}?}`,
      wet ? "Yes." : it.sky === "snowy" ? "Warm clothes matter more: it will snow." : "Hardly.",
      `For ${it.day} the panel shows ${it.sky} weather with a ${it.rain}% chance of ${it.sky === "snowy" ? "precipitation, and snow rather than rain, so dress warmly" : wet ? "rain, so yes, take one" : "rain, so you will probably not need one"}.`,
    ),
    exchange(
      random,
      `{Could {water in a puddle|a puddle} freeze on ${it.day}, judging by the temperature shown?|Is ${it.day} a day with frost, going by the figure?}`,
      it.high <= 0 ? "Yes." : "No.",
      `The figure for ${it.day} is ${it.high}°C. Water freezes at 0°C, so ${it.high <= 0 ? "yes, it can freeze" : "no, it stays above freezing at that temperature"}.`,
    ),
    ...(hot.length === 1
      ? [
          exchange(
            random,
            `{Which day is the warmest|On which day will it be warmest}?`,
            `${hot[0]!.day}.`,
            `The highest temperature in the row is ${warmest}°C, on ${hot[0]!.day}.`,
          ),
        ]
      : []),
    exchange(
      random,
      `{Which {days are|day is} good for a picnic without rain?|On which days is rain unlikely, say below 15 percent?}`,
      dry.length === 0 ? "None." : `${listed(dry.map((one) => one.day))}.`,
      dry.length === 0
        ? "On every day the chance of rain is at least 15%, so none is really safe."
        : `Days with less than 15% chance of rain: ${listed(dry.map((one) => `${one.day} (${one.rain}%, ${one.high}°C)`))}.`,
    ),
  ];
  return {
    template: "forecast",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width, height: 204 },
        text(width / 2, 22, random.pick(["Forecast", "Next days", "Weather", "Outlook"]), { size: 15, weight: 700 }),
        ...cards,
      ),
    ],
    turns: someOf(random, turns),
  };
}

function gauge(
  x: number,
  y: number,
  r: number,
  share: number,
  ink: string,
  ticks: readonly string[],
  needle: string,
  paper: string,
): string {
  const angle = (s: number) => Math.PI * (0.8 + 1.4 * s);
  const at = (s: number, k: number) => [x + k * r * Math.cos(angle(s)), y + k * r * Math.sin(angle(s))] as const;
  const labels = ticks.map((label, i) => {
    const s = i / (ticks.length - 1);
    const [[a, b], [c, d], [e, f]] = [at(s, 0.98), at(s, 0.86), at(s, 0.66)];
    return line(a, b, c, d, { stroke: ink, width: 2 }) + text(e, f + 4, label, { size: r > 50 ? 12 : 13 });
  });
  const [nx, ny] = at(share, 0.82);
  return (
    circle(x, y, r, { fill: paper, stroke: ink, width: 3 }) +
    labels.join("") +
    line(x, y, nx, ny, { stroke: needle, width: 3.5, cap: "round" }) +
    circle(x, y, 6, { fill: needle })
  );
}

function dashboard({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0.4 });
  const speed = 5 * random.int(0, 32);
  const fuel = random.int(1, 19) / 20;
  const limit = 10 * random.int(3, 13);
  const belt = random.chance(0.4);
  const temperature = random.int(-8, 34);
  const tick = ["0", "20", "40", "60", "80", "100", "120", "140", "160"];
  const body = [
    marked("speed", `${speed}`, "", gauge(104, 108, 84, speed / 160, look.ink, tick, "#d62828", look.paper)) +
      text(104, 160, "km/h", { size: 12 }),
    marked("fuel", `${fuel}`, "", gauge(262, 84, 48, fuel, look.ink, ["E", "½", "F"], "#e07b00", look.paper)) +
      text(262, 118, "fuel", { size: 12 }),
    circle(340, 48, 22, { fill: "#fff", stroke: "#d62828", width: 6 }) +
      text(340, 54, String(limit), { size: limit > 99 ? 15 : 18, weight: 700, fill: "#111" }),
    rect(214, 150, 90, 34, { fill: look.tint, round: 5 }) + text(259, 172, `out ${temperature}°C`, { size: 14 }),
    belt
      ? marked(
          "lamp",
          "belt",
          "",
          circle(340, 166, 17, { fill: "#d62828" }),
          circle(340, 158, 4.5, { fill: "#fff" }),
          path("M331 177Q331 165 340 165Q349 165 349 177Z", { fill: "#fff" }),
          line(332, 166, 348, 178, { stroke: "#d62828", width: 2.5 }),
        )
      : "",
  ];
  const over = speed - limit;
  const turns = [
    exchange(
      random,
      `{How fast is the car going?|What speed does the {dial|speedometer} show?}`,
      `About ${speed} km/h.`,
      `The needle of the large dial points at about ${speed} km/h${speed === 0 ? ", so the car is standing still" : ""}.`,
    ),
    exchange(
      random,
      `{Is the driver {speeding|over the limit}?|Is this car going faster than the sign allows?}`,
      over > 0 ? "Yes." : "No.",
      `The red-rimmed sign allows ${limit} km/h and the needle shows about ${speed} km/h. ${over > 0 ? `That is about ${over} km/h too fast.` : over === 0 ? "That is just at the limit." : "That is within the limit."}`,
    ),
    exchange(
      random,
      `{Should they stop for fuel soon?|How is the fuel level?|Is the tank nearly empty?}`,
      fuel < 0.2 ? "The tank is nearly empty." : fuel > 0.8 ? "The tank is nearly full." : "There is enough for now.",
      `The fuel needle stands ${fuel < 0.2 ? "close to E: the tank is nearly empty, so they should refuel soon" : fuel > 0.8 ? "close to F: the tank is nearly full" : fuel < 0.45 ? "below the half mark but not at E: enough for now" : fuel > 0.55 ? "above the half mark: there is plenty of fuel" : "near the half mark: there is enough for now"}.`,
    ),
    exchange(
      random,
      `{Might the road be icy?|Is there a risk of ice outside?}`,
      temperature <= 3 ? "Yes." : "No.",
      `The display shows ${temperature}°C outside. ${temperature <= 3 ? "Near or below freezing, ice on the road is possible." : "That is well above freezing, so ice is unlikely."}`,
    ),
    exchange(
      random,
      `{Has everybody fastened their seat belt, as far as the panel shows?|Is a warning lamp on?}`,
      belt ? "A belt warning is lit." : "No warning is lit.",
      belt
        ? "The red lamp with a person and a belt is lit: someone has not fastened the seat belt."
        : "No warning lamp is lit on the panel, so it reports no open belt.",
    ),
  ];
  return {
    template: "dashboard",
    pictures: [drawing(random, look, maxSide, { width: 376, height: 206 }, ...body)],
    turns: someOf(random, turns),
  };
}

/** "9:05", "14:30" */
export function clockTime(minutes: number): string {
  const day = ((minutes % 1440) + 1440) % 1440;
  return `${Math.floor(day / 60)}:${String(day % 60).padStart(2, "0")}`;
}

const shops = ["Bakery", "Bookshop", "Post office", "Pharmacy", "Library", "Café", "Barber", "Museum"] as const;

function openingHours({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random, { dark: 0 });
  const shop = random.pick(shops);
  const open = 30 * random.int(13, 21);
  const close = 30 * random.int(30, 40);
  const now = 5 * random.int(72, 260);
  const isOpen = now >= open && now < close;
  const hour = ((now % 720) / 720) * 2 * Math.PI;
  const minute = ((now % 60) / 60) * 2 * Math.PI;
  const hand = (angle: number, length: number, width: number) =>
    line(98, 106, 98 + length * Math.sin(angle), 106 - length * Math.cos(angle), {
      stroke: "#222",
      width,
      cap: "round",
    });
  const numbers = Array.from({ length: 12 }, (_, i) => {
    const a = ((i + 1) * Math.PI) / 6;
    return text(98 + 62 * Math.sin(a), 111 - 62 * Math.cos(a), String(i + 1), { size: 14, fill: "#222" });
  }).join("");
  const half = now < 720 ? "morning" : now < 1080 ? "afternoon" : "evening";
  const face =
    marked(
      "clock",
      clockTime(now),
      "",
      circle(98, 106, 78, { fill: "#fff", stroke: look.accents[0]!, width: 6 }),
      numbers,
      hand(hour, 38, 5),
      hand(minute, 58, 3),
      circle(98, 106, 5, { fill: "#222" }),
    ) + text(98, 205, half, { size: 14 });
  const sign =
    rect(204, 44, 152, 124, { fill: look.tint, stroke: look.ink, width: 2, round: 6 }) +
    text(280, 74, shop, { size: 18, weight: 700 }) +
    text(280, 104, "open daily", { size: 13 }) +
    text(280, 136, `${clockTime(open)} - ${clockTime(close)}`, { size: 17, weight: 700 });
  const wait = isOpen ? close - now : now < open ? open - now : 0;
  const inWords =
    `${Math.floor(wait / 60) > 0 ? `${Math.floor(wait / 60)} h ` : ""}${wait % 60 > 0 ? `${wait % 60} min` : ""}`.trim();
  const the = shop.toLowerCase();
  const turns = [
    exchange(
      random,
      `Is the ${the} open {now|at the moment shown|at the time on the clock}?`,
      isOpen ? "Yes." : "No.",
      `It is ${clockTime(now)} (${half}), and the ${the} is open from ${clockTime(open)} to ${clockTime(close)}. ${isOpen ? "So it is open." : now < open ? "It has not opened yet." : "It has already closed."}`,
    ),
    exchange(
      random,
      `{What time is it?|What does the clock say?}`,
      `${clockTime(now)}.`,
      `The short hand is ${now % 60 === 0 ? "at" : "past"} ${Math.floor((now % 720) / 60) || 12} and the long hand shows ${now % 60} minutes; the picture says ${half}, so it is ${clockTime(now)}.`,
    ),
    ...(wait > 0
      ? [
          exchange(
            random,
            isOpen ? "How long until it closes?" : "How long until it opens?",
            `${inWords}.`,
            `From ${clockTime(now)} to ${clockTime(isOpen ? close : open)} it is ${inWords}.`,
          ),
        ]
      : []),
  ];
  return {
    template: "opening-hours",
    pictures: [drawing(random, look, maxSide, { width: 372, height: 216 }, face, sign)],
    turns: someOf(random, turns),
  };
}

export const environmentStateSource = instructionSource(
  {
    name: "state-of-surroundings",
    version: 2,
    leaf: "Commonsense Reasoning/Environment Reasoning/Environment State Analysis",
    description: "Weather panels, dashboards, clocks and opening hours, and what they say about the surroundings.",
  },
  (context) => context.random.pick([forecast, dashboard, openingHours])(context),
);
