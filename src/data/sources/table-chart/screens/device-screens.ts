/** Screens of the device itself: its settings, its login, its files. */
import { listed } from "../charts/answers.ts";
import { firstName, fits, type Maker, names, row } from "./content.ts";
import { icon } from "./kit.ts";

export const settings: Maker = (kit, height) => {
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

export const login: Maker = (kit, height) => {
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

export const files: Maker = (kit, height) => {
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
