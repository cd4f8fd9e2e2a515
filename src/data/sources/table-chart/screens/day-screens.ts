/** Screens about days: a calendar and the weather. */
import { fits, type Maker, row } from "./content.ts";
import { type IconName, icon } from "./kit.ts";

const monthNames = "January,February,March,April,May,June,July,August,September,October,November,December".split(",");
const weekdays = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday".split(",");
const chineseWeekdays = "星期一,星期二,星期三,星期四,星期五,星期六,星期日".split(",");

const plans = [
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
];
const chinesePlans = "看牙医,部门会议,游泳,钢琴课,和小王吃饭,交房租,瑜伽课,家长会,理发,看电影".split(",");

export const calendar: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const month = random.int(0, 11);
  const year = random.int(2022, 2027);
  const dayOf = (day: number) => say(`${monthNames[month]!} ${day}`, `${month + 1}月${day}日`);
  const dayNames = say(weekdays, chineseWeekdays);
  const heads = dayNames.map((day) => say(day.slice(0, 2), day.slice(2)));
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
      const marked = kit.mark(
        "day",
        say(`the ${dayOf(day)} cell`, `${dayOf(day)}的格子`),
        say(
          `The day ${day} in the calendar${mine ? ", which is selected" : ""}.`,
          `日历中的${day}日${mine ? "，已被选中" : ""}。`,
        ),
      );
      return `<div${marked} style="height:${cell}px;display:flex;flex-direction:column;align-items:center;justify-content:center;border-radius:${Math.max(4, look.radius)}px;${mine ? `background:${look.accent};color:${look.onAccent};font-weight:bold` : ""}"><span style="line-height:1.1">${day}</span><span style="width:4px;height:4px;border-radius:50%;background:${busy.has(day) ? (mine ? look.onAccent : look.accent) : "transparent"}"></span></div>`;
    }),
  );
  const left = height - cell * (Math.ceil(cells.length / 7) + 1) - look.fontSize * 2;
  const events = random
    .shuffled(say(plans, chinesePlans))
    .slice(0, left > look.fontSize * 5 ? Math.min(3, Math.floor(left / (look.fontSize * 2.6))) : 0);
  const times = events.map((_, i) => `${8 + i * 3 + random.int(0, 2)}:${random.pick(["00", "15", "30", "45"])}`);
  const column = (offset + selected - 1) % 7;
  const agenda = events.map((event, i) => {
    const marked = kit.mark(
      "item",
      say(`the event "${event}"`, `日程“${event}”`),
      say(`An event at ${times[i]!}: ${event}.`, `${times[i]!}的日程：${event}。`),
    );
    return row(
      kit,
      `<b style="flex:none;color:${look.accent}">${times[i]!}</b><div${marked} style="white-space:nowrap">${event}</div>`,
    );
  });
  const body = `<div style="padding:${Math.round(look.fontSize * 0.5)}px"><div style="display:grid;grid-template-columns:repeat(7,1fr);text-align:center">${heads.map((day) => `<div style="color:${look.faint};font-size:${look.fontSize - 1}px">${day}</div>`).join("")}${cells.join("")}</div></div>${agenda.join("")}`;
  const marked = kit.list([...busy].sort((a, b) => a - b).map(String));
  const questions: [string, string][] = [
    [say("Which day is selected?", "选中的是哪一天？"), say(`${dayOf(selected)}.`, `${dayOf(selected)}。`)],
    [
      say("On which day of the week does the selected day fall?", "选中的那天是星期几？"),
      say(
        `${dayOf(selected)} is in the ${heads[column]!} column, a ${dayNames[column]!}.`,
        `${dayOf(selected)}在“${heads[column]!}”这一列，是${dayNames[column]!}。`,
      ),
    ],
    [
      say("On which weekday does the month begin?", "这个月的第一天是星期几？"),
      say(`The 1st is a ${dayNames[offset]!}.`, `1日是${dayNames[offset]!}。`),
    ],
    [say("Which days carry a dot?", "哪几天下面有圆点？"), say(`${marked}.`, `${marked}日。`)],
    [say("How many days does this month have?", "这个月有多少天？"), say(`${days}.`, `${days}天。`)],
  ];
  if (events.length > 0)
    questions.push([
      say(`At what time is "${events[0]!}"?`, `“${events[0]!}”是几点？`),
      say(`At ${times[0]!}.`, `${times[0]!}。`),
    ]);
  const title = say(`${monthNames[month]!} ${year}`, `${year}年${month + 1}月`);
  const told = kit.list(events.map((event, i) => say(`${event} at ${times[i]!}`, `${times[i]!}${event}`)));
  return {
    title,
    body,
    summary: say(
      `A calendar of ${title} with day ${selected} selected${events.length ? ` and the events ${told}` : ""}.`,
      `${title}的日历，选中了${selected}日${events.length ? `，日程有${told}` : ""}。`,
    ),
    questions,
  };
};

const skies: readonly (readonly [english: string, chinese: string, icon: IconName])[] = [
  ["Sunny", "晴", "sun"],
  ["Cloudy", "多云", "cloud"],
  ["Rainy", "雨", "rain"],
];

export const weather: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const city = random.pick(
    say(
      ["Oslo", "Lima", "Cairo", "Osaka", "Porto", "Quito", "Delhi", "Turin", "Perth", "Riga"],
      ["北京", "上海", "昆明", "青岛", "厦门", "西安", "哈尔滨", "成都", "拉萨"],
    ),
  );
  const named = ([english, chinese]: (typeof skies)[number]) => say(english, chinese);
  const degrees = random.int(-4, 35);
  // it does not rain below freezing
  const skyAt = (warmest: number) => random.pick(skies.filter(([, , picture]) => picture !== "rain" || warmest > 2));
  const now = skyAt(degrees);
  const days = say(weekdays, chineseWeekdays)
    .map((day) => say(day.slice(0, 3), day.replace("星期", "周")))
    .slice(0, fits(kit, height - look.fontSize * 11, 2.7, 7));
  const forecast = days.map((day) => {
    const low = degrees + random.int(-9, 0);
    const high = low + random.int(3, 11);
    return { day, sky: skyAt(high), low, high };
  });
  const temperature = kit.mark(
    "label",
    say("the current temperature", "当前气温"),
    say("The temperature at this moment.", "此刻的气温。"),
  );
  const rows = forecast.map((one) => {
    const marked = kit.mark(
      "item",
      say(`the forecast for ${one.day}`, `${one.day}的预报`),
      say(
        `The forecast for ${one.day}: ${named(one.sky).toLowerCase()}, ${one.low}° to ${one.high}°.`,
        `${one.day}的预报：${named(one.sky)}，${one.low}°到${one.high}°。`,
      ),
    );
    return row(
      kit,
      `<div${marked} style="flex:1;display:flex;gap:8px;align-items:center;white-space:nowrap"><span style="flex:1">${one.day}</span>${icon(one.sky[2], look.fontSize + 3, look.accent)}<span style="color:${look.faint}">${one.low}°</span><b>${one.high}°</b></div>`,
      "padding-top:3px;padding-bottom:3px",
    );
  });
  const body = `<div style="text-align:center;padding:${Math.round(look.fontSize * 0.6)}px"><div style="display:flex;justify-content:center">${icon(now[2], look.fontSize * 3, look.accent)}</div><div${temperature} style="display:inline-block;font-size:${look.fontSize * 2}px;font-weight:bold">${degrees}°C</div><div style="color:${look.faint}">${named(now)}</div></div>${rows.join("")}`;
  const hot = [...forecast].sort((a, b) => b.high - a.high);
  const rain = forecast.filter(({ sky }) => sky[2] === "rain").map(({ day }) => day);
  const at = random.pick(forecast);
  const questions: [string, string][] = [
    [
      say(`What is the temperature in ${city} now?`, `${city}现在的气温是多少？`),
      say(`${degrees}°C.`, `${degrees}°C。`),
    ],
    [say("What is the weather like at the moment?", "现在天气怎么样？"), say(`${named(now)}.`, `${named(now)}。`)],
    [
      say(`What are the low and the high for ${at.day}?`, `${at.day}的最低和最高气温是多少？`),
      say(`${at.low}° and ${at.high}°.`, `最低${at.low}°，最高${at.high}°。`),
    ],
    [
      say("On which days is rain forecast?", "预报哪几天有雨？"),
      rain.length === 0
        ? say("On none of the days shown.", "显示的几天都没有雨。")
        : say(`On ${kit.list(rain)}.`, `${kit.list(rain)}。`),
    ],
  ];
  if (hot[0]!.high > hot[1]!.high)
    questions.push([
      say("Which day will be the hottest?", "哪一天最热？"),
      say(`${hot[0]!.day}, with ${hot[0]!.high}°.`, `${hot[0]!.day}，最高${hot[0]!.high}°。`),
    ]);
  return {
    title: city,
    body,
    summary: say(
      `A weather screen for ${city}: ${degrees}°C and ${named(now).toLowerCase()} now, with a forecast for ${days.length} days.`,
      `${city}的天气界面：现在${degrees}°C，${named(now)}，下面是${days.length}天的预报。`,
    ),
    questions,
  };
};
