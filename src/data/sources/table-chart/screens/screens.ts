/** The screens: a dozen kinds, each for a phone and for a desktop window, with what can be asked about them. */
import { listed } from "../charts/answers.ts";
import { escaped } from "../charts/render.ts";
import { type IconName, icon, type Kit } from "./kit.ts";

/** The content of a screen, without its frame. */
export interface Content {
  readonly title: string;
  readonly body: string;
  readonly summary: string;
  readonly questions: readonly (readonly [string, string])[];
}

type Maker = (kit: Kit, height: number) => Content;

const names = [
  "Anna Berg",
  "Ben Okafor",
  "Carla Diaz",
  "David Kim",
  "Emma Novak",
  "Felix Lund",
  "Grace Obi",
  "Hugo Roux",
  "Ines Prado",
  "Jonas Weber",
  "Karim Aziz",
  "Lena Vogel",
  "Mateo Silva",
  "Nora Quinn",
  "Omar Said",
  "Paula Costa",
];
const firstName = (name: string) => name.split(" ")[0]!;

function row(kit: Kit, inner: string, style = ""): string {
  const { look } = kit;
  return `<div style="display:flex;align-items:center;gap:${Math.round(look.fontSize * 0.7)}px;padding:${Math.round(look.fontSize * 0.55)}px ${Math.round(look.fontSize * 0.8)}px;border-bottom:1px solid ${look.line};background:${look.surface};${style}">${inner}</div>`;
}

/** How many rows of a height fit. */
function fits(kit: Kit, height: number, ems: number, most: number): number {
  return Math.max(2, Math.min(most, Math.floor((height - 8) / (kit.look.fontSize * ems * 1.14))));
}

function avatar(kit: Kit, name: string): string {
  const size = Math.round(kit.look.fontSize * 2.1);
  const color = kit.random.pick(["#e76f51", "#2a9d8f", "#4f6bd8", "#b5838d", "#8a6d1f", "#5b8c5a"]);
  return `<div style="flex:none;width:${size}px;height:${size}px;border-radius:50%;background:${color};color:#fff;display:flex;align-items:center;justify-content:center;font-weight:bold">${name[0]!}</div>`;
}

const settings: Maker = (kit, height) => {
  const { random, look } = kit;
  const pool = [
    "Wi-Fi",
    "Bluetooth",
    "Dark mode",
    "Location",
    "Airplane mode",
    "Auto update",
    "Sound",
    "Vibration",
    "Backup",
    "Face unlock",
    "Night light",
    "Data saver",
    "Hotspot",
    "Sync",
    "Subtitles",
    "Reminders",
  ];
  const options = random.shuffled(pool).slice(0, fits(kit, height, 2.7, look.wide ? 7 : 9));
  const states = options.map(() => random.chance(0.5));
  const links = random.chance(0.3);
  const body = options
    .map((name, i) =>
      row(
        kit,
        `${links ? icon(random.pick(["gear", "bell", "user", "star"] as const), look.fontSize + 3, look.accent) : ""}<div style="flex:1;white-space:nowrap">${name}</div>${kit.toggle(name, states[i]!)}`,
      ),
    )
    .join("");
  const on = options.filter((_, i) => states[i]);
  const at = random.int(0, options.length - 1);
  return {
    title: random.pick(["Settings", "Preferences", "Options", "General", "Device settings"]),
    body,
    summary: `A settings screen with ${options.length} switches: ${listed(
      options.map((name, i) => `${name} (${states[i] ? "on" : "off"})`),
      "en",
    )}.`,
    questions: [
      [`Is ${options[at]!} turned on?`, states[at] ? `Yes, ${options[at]!} is on.` : `No, ${options[at]!} is off.`],
      ["How many switches are on?", on.length === 0 ? "None." : `${on.length}: ${listed(on, "en")}.`],
      [
        "Which settings are turned off?",
        on.length === options.length
          ? "None; all are on."
          : `${listed(
              options.filter((_, i) => !states[i]),
              "en",
            )}.`,
      ],
      ["What is the first option in the list?", options[0]!],
    ],
  };
};

const login: Maker = (kit, height) => {
  const { random, look } = kit;
  const person = random.pick(names);
  const email = `${firstName(person).toLowerCase()}@${random.pick(["mail.example", "post.example", "work.example"])}`;
  const filled = random.chance(0.6);
  const app = random.pick(["Orbit", "Leafy", "Pocket", "Harbor", "Lumen", "Nook", "Trail", "Pixel"]);
  const action = random.pick(["Sign in", "Log in", "Continue"]);
  const remember = height > look.fontSize * 21 && random.chance(0.5);
  const named = !look.wide && height > look.fontSize * 18;
  const extra = random.pick(["Forgot password?", "Need help?", "Reset password"]);
  const other = random.pick(["Create account", "Sign up", "Register"]);
  const hidden = filled ? "•".repeat(random.int(6, 10)) : "";
  const body = `<div style="padding:${Math.round(look.fontSize * (height > look.fontSize * 18 ? 1.2 : 0.4))}px;max-width:340px;margin:0 auto">
    ${named ? `<div style="text-align:center;font-size:${look.fontSize + 7}px;font-weight:bold;color:${look.accent};margin-bottom:${look.fontSize}px">${app}</div>` : ""}
    ${kit.field("Email", filled ? email : "", "name@mail.example")}${kit.field("Password", hidden, "Password")}
    ${remember ? `<div style="display:flex;align-items:center;gap:8px;margin-bottom:${look.fontSize}px"><div style="flex:1;white-space:nowrap">Remember me</div>${kit.toggle("Remember me", filled)}</div>` : ""}
    ${kit.button(action, "signs the user in")}
    <div style="display:flex;justify-content:space-between;gap:8px;margin-top:${look.fontSize}px;font-size:${look.fontSize - 1}px;color:${look.accent}"><span${kit.mark("link", `the link "${extra}"`, "A link for people who cannot sign in.")}>${extra}</span><span${kit.mark("link", `the link "${other}"`, "A link that leads to the registration of a new account.")}>${other}</span></div></div>`;
  return {
    title: random.pick(["Welcome", "Welcome back", "Hello again"]),
    body,
    summary: `A login screen${named ? ` of the app ${app}` : ""} with fields for email and password, a "${action}" button and the links "${extra}" and "${other}". The fields are ${filled ? "filled in" : "empty"}.`,
    questions: [
      ...(named ? [["What is the name of the app?", app] as const] : []),
      [
        "Has the email been entered, and if so, which?",
        filled ? `Yes, ${email}.` : "No, the field only shows a placeholder.",
      ],
      ["Which button signs the user in?", `The "${action}" button.`],
      ["What can a new user press to get an account?", `The link "${other}".`],
    ],
  };
};

const mailList: Maker = (kit, height) => {
  const { random, look } = kit;
  const subjects = [
    "Lunch on Friday",
    "Your invoice",
    "Trip photos",
    "Meeting moved",
    "New draft",
    "Parcel shipped",
    "Game night",
    "Rent receipt",
    "Team notes",
    "Ticket booked",
    "Doctor visit",
    "Book club",
    "Garden plan",
    "Car repair",
  ];
  const count = fits(kit, height, 4, look.wide ? 6 : 8);
  const senders = random.shuffled(names).slice(0, count);
  const topics = random.shuffled(subjects).slice(0, count);
  const unread = senders.map(() => random.chance(0.4));
  let minutes = random.int(8, 20) * 60 + random.int(0, 59);
  const times = senders.map(() => {
    minutes = Math.max(5, minutes - random.int(11, 95));
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  });
  const body = senders
    .map((name, i) =>
      row(
        kit,
        `${avatar(kit, name)}<div${kit.mark("item", `the mail from ${name}`, `A mail from ${name} with the subject "${topics[i]!}"${unread[i] ? ", not read yet" : ""}.`)} style="flex:1;min-width:0"><div style="display:flex;gap:6px;${unread[i] ? "font-weight:bold" : ""}"><span style="flex:1;white-space:nowrap">${name}</span><span style="color:${look.faint};font-weight:normal;font-size:${look.fontSize - 1}px">${times[i]!}</span></div><div style="color:${unread[i] ? look.ink : look.faint};white-space:nowrap">${topics[i]!}</div></div>${unread[i] ? `<div style="flex:none;width:9px;height:9px;border-radius:50%;background:${look.accent}"></div>` : '<div style="flex:none;width:9px"></div>'}`,
      ),
    )
    .join("");
  const at = random.int(0, count - 1);
  const fresh = senders.filter((_, i) => unread[i]);
  return {
    title: random.pick(["Inbox", "Mail", "Messages", "All mail"]),
    body,
    summary: `A mail inbox with ${count} messages, of which ${fresh.length} ${fresh.length === 1 ? "is" : "are"} unread. The newest is from ${senders[0]!}, "${topics[0]!}".`,
    questions: [
      [`Who sent the mail "${topics[at]!}"?`, senders[at]!],
      [`What is the subject of the mail from ${senders[at]!}?`, topics[at]!],
      [`When did the mail from ${senders[at]!} arrive?`, `At ${times[at]!}.`],
      [
        "Unread mails carry a dot. How many are unread?",
        fresh.length === 0 ? "None." : `${fresh.length}: from ${listed(fresh, "en")}.`,
      ],
      ["Which mail is at the top of the list?", `"${topics[0]!}" from ${senders[0]!}.`],
    ],
  };
};

const shop: Maker = (kit, height) => {
  const { random, look } = kit;
  const goods = [
    "Mug",
    "Lamp",
    "Scarf",
    "Boots",
    "Radio",
    "Basket",
    "Pillow",
    "Teapot",
    "Candle",
    "Backpack",
    "Clock",
    "Gloves",
    "Notebook",
    "Vase",
    "Blanket",
    "Kettle",
  ];
  const columns = look.wide ? Math.max(3, Math.min(5, Math.floor((look.width * 0.74) / (look.fontSize * 9)))) : 2;
  const rows = Math.max(1, Math.min(4, Math.floor((height - look.fontSize) / (look.fontSize * 11))));
  const items = random.shuffled(goods).slice(0, columns * rows);
  const prices = items.map(() => random.int(3, 120) + random.pick([0, 0.5, 0.9, 0.99, 0.25]));
  const tags = prices.map((price) => `$${price.toFixed(2)}`);
  const stars = items.map(() => random.int(20, 50) / 10);
  const add = random.pick(["Add", "Buy", "Add to cart"]);
  const label = look.wide ? add : add.replace(" to cart", "");
  const cards = items.map((name, i) => {
    const color = random.pick(["#f2c6b6", "#c9d8f0", "#d3e8d0", "#f4e2b0", "#e0d0ee", "#cfe6e6"]);
    return `<div style="background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;overflow:hidden;min-width:0"><div${kit.mark("picture", `the picture of the ${name.toLowerCase()}`, `The product picture of the ${name.toLowerCase()}.`)} style="height:${Math.round(look.fontSize * 3)}px;background:${color}"></div><div style="padding:${Math.round(look.fontSize * 0.4)}px"><div style="white-space:nowrap">${name}</div><div style="display:flex;justify-content:space-between;white-space:nowrap"><b>${tags[i]!}</b><span style="color:${look.faint};font-size:${look.fontSize - 1}px">★ ${stars[i]!.toFixed(1)}</span></div><div${kit.mark("button", `the "${label}" button of the ${name.toLowerCase()}`, `A button that puts the ${name.toLowerCase()} into the cart.`)} style="margin-top:4px;text-align:center;background:${look.accent};color:${look.onAccent};border-radius:${look.radius}px;padding:2px 0;white-space:nowrap">${label}</div></div></div>`;
  });
  const order = items.map((name, i) => ({ name, price: prices[i]!, tag: tags[i]! })).sort((a, b) => a.price - b.price);
  const best = items.map((name, i) => ({ name, star: stars[i]! })).sort((a, b) => b.star - a.star);
  const at = random.int(0, items.length - 1);
  const questions: [string, string][] = [
    [`How much does the ${items[at]!.toLowerCase()} cost?`, tags[at]!],
    [`What is the rating of the ${items[at]!.toLowerCase()}?`, `${stars[at]!.toFixed(1)} stars.`],
    ["How many products are shown?", `${items.length}: ${listed(items, "en")}.`],
  ];
  if (order.length > 1 && order[0]!.price < order[1]!.price)
    questions.push(["Which product is the cheapest?", `The ${order[0]!.name.toLowerCase()}, at ${order[0]!.tag}.`]);
  if (order.length > 1 && order[order.length - 1]!.price > order[order.length - 2]!.price)
    questions.push([
      "Which product is the most expensive?",
      `The ${order[order.length - 1]!.name.toLowerCase()}, at ${order[order.length - 1]!.tag}.`,
    ]);
  if (best.length > 1 && best[0]!.star > best[1]!.star)
    questions.push([
      "Which product has the best rating?",
      `The ${best[0]!.name.toLowerCase()}, with ${best[0]!.star.toFixed(1)} stars.`,
    ]);
  if (order.length > 1)
    questions.push([
      `What do the ${order[0]!.name.toLowerCase()} and the ${order[1]!.name.toLowerCase()} cost together?`,
      `${order[0]!.tag} + ${order[1]!.tag} = $${(order[0]!.price + order[1]!.price).toFixed(2)}.`,
    ]);
  return {
    title: random.pick(["Shop", "Products", "New arrivals", "Home goods", "Sale"]),
    body: `<div style="display:grid;grid-template-columns:repeat(${columns},1fr);gap:${Math.round(look.fontSize * 0.6)}px;padding:${Math.round(look.fontSize * 0.6)}px">${cards.join("")}</div>`,
    summary: `An online shop that lists ${items.length} products with price and rating: ${listed(items, "en")}.`,
    questions,
  };
};

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const calendar: Maker = (kit, height) => {
  const { random, look } = kit;
  const month = random.int(0, 11);
  const year = random.int(2022, 2027);
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const offset = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const selected = random.int(1, days);
  const busy = new Set(Array.from({ length: random.int(2, 6) }, () => random.int(1, days)));
  const cell = Math.round(
    look.fontSize * (height > look.fontSize * 22 ? 2.1 : height > look.fontSize * 18 ? 1.75 : 1.5),
  );
  const cells = Array.from({ length: offset }, () => "<div></div>").concat(
    Array.from({ length: days }, (_, i) => {
      const day = i + 1;
      const mine = day === selected;
      return `<div${kit.mark("day", `the ${monthNames[month]!} ${day} cell`, `The day ${day} in the calendar${mine ? ", which is selected" : ""}.`)} style="height:${cell}px;display:flex;flex-direction:column;align-items:center;justify-content:center;border-radius:${Math.max(4, look.radius)}px;${mine ? `background:${look.accent};color:${look.onAccent};font-weight:bold` : ""}"><span style="line-height:1.1">${day}</span><span style="width:4px;height:4px;border-radius:50%;background:${busy.has(day) ? (mine ? look.onAccent : look.accent) : "transparent"}"></span></div>`;
    }),
  );
  const left = height - cell * (Math.ceil(cells.length / 7) + 1) - look.fontSize * 2;
  const events = random
    .shuffled([
      "Dentist",
      "Team call",
      "Swimming",
      "Piano lesson",
      "Lunch with Omar",
      "Pay rent",
      "Yoga",
      "Parent meeting",
      "Haircut",
      "Movie",
    ])
    .slice(0, left > look.fontSize * 5 ? Math.min(3, Math.floor(left / (look.fontSize * 2.6))) : 0);
  const times = events.map((_, i) => `${8 + i * 3 + random.int(0, 2)}:${random.pick(["00", "15", "30", "45"])}`);
  const weekday = weekdays[(offset + selected - 1) % 7]!;
  const body = `<div style="padding:${Math.round(look.fontSize * 0.5)}px"><div style="display:grid;grid-template-columns:repeat(7,1fr);text-align:center">${weekdays.map((day) => `<div style="color:${look.faint};font-size:${look.fontSize - 1}px">${day.slice(0, 2)}</div>`).join("")}${cells.join("")}</div></div>${events.map((event, i) => row(kit, `<b style="flex:none;color:${look.accent}">${times[i]!}</b><div${kit.mark("item", `the event "${event}"`, `An event at ${times[i]!}: ${event}.`)} style="white-space:nowrap">${event}</div>`)).join("")}`;
  const marked = [...busy].sort((a, b) => a - b);
  const questions: [string, string][] = [
    ["Which day is selected?", `${monthNames[month]!} ${selected}.`],
    [
      `On which day of the week does the selected day fall?`,
      `${monthNames[month]!} ${selected} is in the ${weekday.slice(0, 2)} column, a ${weekday}.`,
    ],
    [`On which weekday does the month begin?`, `The 1st is a ${weekdays[offset]!}.`],
    ["Which days carry a dot?", `${listed(marked.map(String), "en")}.`],
    ["How many days does this month have?", `${days}.`],
  ];
  if (events.length > 0) questions.push([`At what time is "${events[0]!}"?`, `At ${times[0]!}.`]);
  return {
    title: `${monthNames[month]!} ${year}`,
    body,
    summary: `A calendar of ${monthNames[month]!} ${year} with day ${selected} selected${
      events.length
        ? ` and the events ${listed(
            events.map((event, i) => `${event} at ${times[i]!}`),
            "en",
          )}`
        : ""
    }.`,
    questions,
  };
};

const player: Maker = (kit, height) => {
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

const dashboard: Maker = (kit, height) => {
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

const form: Maker = (kit, height) => {
  const { random, look } = kit;
  const person = random.pick(names);
  const city = random.pick(["Oslo", "Lima", "Porto", "Leeds", "Turin", "Austin", "Riga", "Perth"]);
  const all = [
    ["Full name", person],
    ["City", city],
    ["Phone", `555 ${random.int(1000, 9999)}`],
    ["Street", `${random.pick(["Mill", "Oak", "Lake", "Hill", "Park"])} Road ${random.int(1, 99)}`],
    ["Postcode", String(random.int(10000, 99999))],
    ["Company", random.pick(["Atlas Shop", "Orion Labs", "Maple School", "Blue Farm"])],
  ] as [string, string][];
  const count = Math.max(1, Math.min(5, Math.floor((height - look.fontSize * 8) / (look.fontSize * 5))));
  const fields = random.shuffled(all).slice(0, count);
  const empty = count > 1 && random.chance(0.5) ? random.int(0, count - 1) : -1;
  const choices = random.pick([
    ["Standard", "Express"],
    ["Card", "Cash"],
    ["Small", "Large"],
    ["Yes", "No"],
  ]);
  const topic = { Standard: "Delivery", Card: "Payment", Small: "Size", Yes: "Newsletter" }[choices[0]!]!;
  const chosen = random.int(0, 1);
  const radio = choices
    .map(
      (name, i) =>
        `<div${kit.mark("radio", `the option "${name}"`, `A radio button for "${name}" under ${topic}; it is ${i === chosen ? "selected" : "not selected"}.`)} style="display:flex;align-items:center;gap:5px;white-space:nowrap"><div style="width:${look.fontSize}px;height:${look.fontSize}px;border-radius:50%;border:2px solid ${i === chosen ? look.accent : look.faint};box-sizing:border-box;padding:2px"><div style="width:100%;height:100%;border-radius:50%;background:${i === chosen ? look.accent : "transparent"}"></div></div>${name}</div>`,
    )
    .join("");
  const agreed = random.chance(0.5);
  const check = `<div${kit.mark("checkbox", 'the checkbox "I agree"', `A checkbox for agreeing to the terms; it is ${agreed ? "checked" : "not checked"}.`)} style="display:flex;align-items:center;gap:6px;white-space:nowrap"><div style="width:${look.fontSize + 1}px;height:${look.fontSize + 1}px;border:2px solid ${agreed ? look.accent : look.faint};background:${agreed ? look.accent : "transparent"};border-radius:3px;box-sizing:border-box">${agreed ? icon("check", look.fontSize - 3, look.onAccent) : ""}</div>I agree</div>`;
  const action = random.pick(["Save", "Submit", "Send", "Next"]);
  const body = `<div style="padding:${Math.round(look.fontSize * 0.8)}px;max-width:420px">${fields.map(([label, value], i) => kit.field(label, i === empty ? "" : value)).join("")}<div style="display:flex;gap:${look.fontSize}px;align-items:center;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span style="color:${look.faint}">${topic}</span>${radio}</div><div style="display:flex;justify-content:space-between;align-items:center">${check}${kit.button(action, "sends the form")}</div></div>`;
  const filled = fields.filter((_, i) => i !== empty);
  const known = random.pick(filled);
  return {
    title: random.pick(["Your details", "Registration", "Contact", "Profile", "Order form"]),
    body,
    summary: `A form with the fields ${listed(
      fields.map(([label]) => label),
      "en",
    )}, a choice of ${topic.toLowerCase()} (${choices[chosen]!} is selected) and the button "${action}".`,
    questions: [
      [`What is entered under ${known[0]}?`, known[1]],
      [`Which option is selected under ${topic}?`, choices[chosen]!],
      ['Is the box "I agree" checked?', agreed ? "Yes." : "No."],
      ["Which fields are empty?", empty < 0 ? "None; all fields are filled in." : `Only ${fields[empty]![0]}.`],
      ["What does the button at the bottom say?", action],
    ],
  };
};

const chat: Maker = (kit, height) => {
  const { random, look } = kit;
  const friend = random.pick(names);
  const lines = random.shuffled([
    "See you at six?",
    "Yes, that works.",
    "I am on my way.",
    "Can you bring milk?",
    "The bus is late.",
    "Great, thanks!",
    "Where are you?",
    "At the station.",
    "Happy birthday!",
    "Call me later.",
    "Did you get it?",
    "Not yet.",
    "Good morning!",
    "Lunch today?",
  ]);
  const count = fits(kit, height - look.fontSize * 4, 3.6, 7);
  let minutes = random.int(8, 20) * 60;
  const messages = lines.slice(0, count).map((text) => {
    minutes += random.int(1, 14);
    return {
      text,
      mine: random.chance(0.5),
      time: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`,
    };
  });
  const bubbles = messages.map(
    ({ text, mine, time }) =>
      `<div style="display:flex;justify-content:${mine ? "flex-end" : "flex-start"};margin-bottom:${Math.round(look.fontSize * 0.5)}px"><div${kit.mark("message", `the message "${text}"`, `A message ${mine ? "sent by the user" : `from ${friend}`}: "${text}"`)} style="background:${mine ? look.accent : look.surface};color:${mine ? look.onAccent : look.ink};border:1px solid ${mine ? look.accent : look.line};border-radius:${Math.max(8, look.radius)}px;padding:4px 9px;white-space:nowrap">${text} <span style="font-size:${look.fontSize - 2}px;opacity:.8">${time}</span></div></div>`,
  );
  const at = random.int(0, count - 1);
  const own = messages.filter(({ mine }) => mine).length;
  const last = messages[count - 1]!;
  return {
    title: friend,
    body: `<div style="padding:${Math.round(look.fontSize * 0.7)}px">${bubbles.join("")}<div style="display:flex;gap:6px;align-items:center"><div${kit.mark("field", "the message field", "A field for typing a new message.")} style="flex:1;border:1px solid ${look.line};border-radius:${look.radius}px;padding:4px 9px;color:${look.faint};background:${look.surface}">Message</div>${kit.iconButton("send", "", Math.round(look.fontSize * 1.5), look.accent)}</div></div>`,
    summary: `A chat with ${friend} that shows ${count} messages; the last one is "${last.text}", ${last.mine ? "sent by the user" : `sent by ${firstName(friend)}`}.`,
    questions: [
      ["Who is the chat with?", friend],
      [
        "Messages of the user stand on the right. What is the last message, and who wrote it?",
        `"${last.text}", written by ${last.mine ? "the user" : firstName(friend)}.`,
      ],
      [`When was "${messages[at]!.text}" sent?`, `At ${messages[at]!.time}.`],
      ["How many messages stand on the right side?", own === 0 ? "None." : String(own)],
    ],
  };
};

const files: Maker = (kit, height) => {
  const { random, look } = kit;
  const stems = [
    "report",
    "budget",
    "photo",
    "notes",
    "plan",
    "invoice",
    "map",
    "letter",
    "draft",
    "song",
    "backup",
    "poster",
  ];
  const endings = ["pdf", "png", "txt", "xlsx", "mp3", "zip", "docx"];
  const count = fits(kit, height - look.fontSize * 2, 2.6, look.wide ? 8 : 9);
  const list = random
    .shuffled(stems)
    .slice(0, count)
    .map((stem) => ({
      name: `${stem}.${random.pick(endings)}`,
      size: random.int(1, 980),
      day: `${random.int(1, 28)} ${random.pick(["Jan", "Mar", "May", "Jun", "Sep", "Nov"])}`,
    }));
  const body = list
    .map((one) =>
      row(
        kit,
        `${icon("file", look.fontSize + 3, look.accent)}<div${kit.mark("item", `the file ${one.name}`, `The file ${one.name}, ${one.size} KB, of ${one.day}.`)} style="flex:1;display:flex;gap:8px;white-space:nowrap"><span style="flex:1">${one.name}</span><span style="color:${look.faint}">${one.size} KB</span>${look.wide ? `<span style="color:${look.faint};width:${look.fontSize * 4}px;text-align:right">${one.day}</span>` : ""}</div>`,
      ),
    )
    .join("");
  const order = [...list].sort((a, b) => b.size - a.size);
  const at = random.pick(list);
  const questions: [string, string][] = [
    [`How large is ${at.name}?`, `${at.size} KB.`],
    [
      "How many files are listed?",
      `${count}: ${listed(
        list.map(({ name }) => name),
        "en",
      )}.`,
    ],
    [
      "How large are the first two files together?",
      `${list[0]!.size} KB + ${list[1]!.size} KB = ${list[0]!.size + list[1]!.size} KB.`,
    ],
  ];
  if (order[0]!.size > order[1]!.size)
    questions.push(["Which file is the largest?", `${order[0]!.name}, with ${order[0]!.size} KB.`]);
  if (look.wide) questions.push([`What date does ${at.name} carry?`, `${at.day}.`]);
  return {
    title: random.pick(["Files", "Documents", "Downloads", "My files", "Shared"]),
    body,
    summary:
      `A file list with ${count} files. ${order[0]!.size > order[1]!.size ? `The largest is ${order[0]!.name} (${order[0]!.size} KB).` : ""}`.trim(),
    questions,
  };
};

const weather: Maker = (kit, height) => {
  const { random, look } = kit;
  const city = random.pick(["Oslo", "Lima", "Cairo", "Osaka", "Porto", "Quito", "Delhi", "Turin", "Perth", "Riga"]);
  const conditions: Record<string, IconName> = { Sunny: "sun", Cloudy: "cloud", Rainy: "rain" };
  const now = random.pick(Object.keys(conditions));
  const degrees = random.int(-4, 35);
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].slice(
    0,
    fits(kit, height - look.fontSize * 11, 2.7, 7),
  );
  const forecast = days.map((day) => {
    const low = random.int(-6, 24);
    return { day, sky: random.pick(Object.keys(conditions)), low, high: low + random.int(3, 11) };
  });
  const body = `<div style="text-align:center;padding:${Math.round(look.fontSize * 0.6)}px"><div style="display:flex;justify-content:center">${icon(conditions[now]!, look.fontSize * 3, look.accent)}</div><div${kit.mark("label", "the current temperature", "The temperature at this moment.")} style="display:inline-block;font-size:${look.fontSize * 2}px;font-weight:bold">${degrees}°C</div><div style="color:${look.faint}">${now}</div></div>${forecast.map((one) => row(kit, `<div${kit.mark("item", `the forecast for ${one.day}`, `The forecast for ${one.day}: ${one.sky.toLowerCase()}, ${one.low}° to ${one.high}°.`)} style="flex:1;display:flex;gap:8px;align-items:center;white-space:nowrap"><span style="flex:1">${one.day}</span>${icon(conditions[one.sky]!, look.fontSize + 3, look.accent)}<span style="color:${look.faint}">${one.low}°</span><b>${one.high}°</b></div>`, "padding-top:3px;padding-bottom:3px")).join("")}`;
  const hot = [...forecast].sort((a, b) => b.high - a.high);
  const rain = forecast.filter(({ sky }) => sky === "Rainy").map(({ day }) => day);
  const at = random.pick(forecast);
  const questions: [string, string][] = [
    [`What is the temperature in ${city} now?`, `${degrees}°C.`],
    ["What is the weather like at the moment?", `${now}.`],
    [`What are the low and the high for ${at.day}?`, `${at.low}° and ${at.high}°.`],
    ["On which days is rain forecast?", rain.length === 0 ? "On none of the days shown." : `On ${listed(rain, "en")}.`],
  ];
  if (hot[0]!.high > hot[1]!.high)
    questions.push(["Which day will be the hottest?", `${hot[0]!.day}, with ${hot[0]!.high}°.`]);
  return {
    title: city,
    body,
    summary: `A weather screen for ${city}: ${degrees}°C and ${now.toLowerCase()} now, with a forecast for ${days.length} days.`,
    questions,
  };
};

const cart: Maker = (kit, height) => {
  const { random, look } = kit;
  const goods = random.shuffled([
    "Bread",
    "Milk",
    "Coffee",
    "Apples",
    "Soap",
    "Rice",
    "Cheese",
    "Tea",
    "Pasta",
    "Honey",
    "Eggs",
    "Candles",
  ]);
  const count = fits(kit, height - look.fontSize * 7, 3, 6);
  const items = goods
    .slice(0, count)
    .map((name) => ({ name, amount: random.int(1, 4), cents: random.int(4, 90) * 25 }));
  const money = (cents: number) => `$${(cents / 100).toFixed(2)}`;
  const total = items.reduce((sum, { amount, cents }) => sum + amount * cents, 0);
  const body = `${items.map((one) => row(kit, `<div style="flex:1;white-space:nowrap">${one.name}</div><div${kit.mark("stepper", `the quantity of ${one.name.toLowerCase()}`, `A control for the quantity of ${one.name.toLowerCase()}; it is set to ${one.amount}.`)} style="border:1px solid ${look.line};border-radius:${look.radius}px;padding:0 7px;white-space:nowrap">- ${one.amount} +</div><b style="width:${look.fontSize * 4.4}px;text-align:right">${money(one.amount * one.cents)}</b>`)).join("")}<div style="padding:${Math.round(look.fontSize * 0.8)}px"><div style="display:flex;justify-content:space-between;font-weight:bold;font-size:${look.fontSize + 2}px;margin-bottom:${Math.round(look.fontSize * 0.6)}px"><span>Total</span><span>${money(total)}</span></div>${kit.button(random.pick(["Checkout", "Pay now", "Place order"]), "continues to the payment")}</div>`;
  const at = random.pick(items);
  return {
    title: random.pick(["Cart", "Your basket", "Your order"]),
    body,
    summary: `A shopping cart with ${count} articles (${listed(
      items.map(({ name, amount }) => `${amount} × ${name}`),
      "en",
    )}) for ${money(total)} in total.`,
    questions: [
      ["What is the total?", money(total)],
      [`How many units of ${at.name} are in the cart?`, String(at.amount)],
      [
        `What does one unit of ${at.name} cost?`,
        `${at.amount} cost ${money(at.amount * at.cents)}, so one costs ${money(at.cents)}.`,
      ],
      [
        "How many units are in the cart altogether?",
        `${items.map(({ amount }) => amount).join(" + ")} = ${items.reduce((sum, { amount }) => sum + amount, 0)}.`,
      ],
    ],
  };
};

export const makers: Readonly<Record<string, Maker>> = {
  settings,
  login,
  "mail-list": mailList,
  shop,
  calendar,
  player,
  dashboard,
  form,
  chat,
  files,
  weather,
  cart,
};

/** A title for the frame, escaped. */
export function titleText(title: string): string {
  return escaped(title);
}
