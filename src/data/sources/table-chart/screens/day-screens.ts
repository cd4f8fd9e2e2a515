/** Screens about days: a calendar and the weather. */
import { listed } from "../charts/answers.ts";
import { fits, type Maker, row } from "./content.ts";
import { type IconName, icon } from "./kit.ts";

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

export const calendar: Maker = (kit, height) => {
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

export const weather: Maker = (kit, height) => {
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
