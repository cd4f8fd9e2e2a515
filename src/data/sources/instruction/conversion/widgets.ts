/** Small pieces of user interface, and the HTML with inline styles that draws each of them again. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { peopleOf } from "../kit/people.ts";
import { type Exchange, spin } from "../kit/phrases.ts";

interface Widget {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly html: string;
  readonly about: Exchange;
}

const accents = ["#2563eb", "#16a34a", "#dc2626", "#7c3aed", "#ea580c", "#0f766e", "#334155"];

function widget(random: Random): Widget {
  const accent = random.pick(accents);
  const round = random.pick([0, 4, 8, 12]);
  const pad = random.pick([12, 16, 20]);
  const person = peopleOf(random, 1)[0]!;
  const button = (label: string, fill = accent) =>
    `<button style="background:${fill};color:#fff;border:0;border-radius:${round}px;padding:8px 16px;font-size:15px">${label}</button>`;
  const card = (inner: string, width: number) =>
    `<div style="width:${width}px;padding:${pad}px;border:1px solid #d4d4d8;border-radius:${round}px;background:#fff;color:#18181b;font-size:15px">\n${inner}\n</div>`;
  switch (random.pick(["login", "price", "alert", "profile", "nav", "list", "progress", "stats"] as const)) {
    case "login": {
      const label = random.pick(["Sign in", "Log in", "Enter"]);
      const field = (text: string) =>
        `  <label style="display:block;margin-bottom:10px">${text}<br><input style="width:200px;height:26px;border:1px solid #a1a1aa;border-radius:${round}px;margin-top:4px"></label>`;
      const fields = random.pick([
        ["Email", "Password"],
        ["User name", "Password"],
        ["Name", "Code"],
      ]);
      return {
        name: "a sign-in form",
        width: 290,
        height: 240,
        html: card(`${fields.map(field).join("\n")}\n  ${button(label)}`, 220),
        about: ["Which fields does the form have?", `"${fields[0]}" and "${fields[1]}".`],
      };
    }
    case "price": {
      const [plan, price] = [random.pick(["Basic", "Plus", "Team", "Pro"]), random.int(3, 49)];
      const features = random
        .shuffled(["5 projects", "Mail support", "10 GB storage", "Daily backup", "Own domain"])
        .slice(0, random.int(2, 3));
      return {
        name: "a pricing card",
        width: 270,
        height: 260,
        html: card(
          `  <h2 style="margin:0;font-size:20px;color:${accent}">${plan}</h2>\n  <p style="font-size:28px;margin:8px 0">$${price}<small>/month</small></p>\n  <ul style="padding-left:20px;margin:8px 0 14px">\n${features.map((one) => `    <li>${one}</li>`).join("\n")}\n  </ul>\n  ${button("Choose")}`,
          200,
        ),
        about: [`How much does the ${plan} plan cost?`, `$${price} a month.`],
      };
    }
    case "alert": {
      const [title, message] = random.pick([
        ["Saved", "All changes are stored."],
        ["Warning", "Disk space is low."],
        ["Error", "The file was not found."],
        ["Info", "A new version is ready."],
      ] as const);
      return {
        name: "a notice",
        width: 330,
        height: 110,
        html: `<div style="width:270px;padding:${pad}px;border-left:6px solid ${accent};background:#f4f4f5;color:#18181b;font-size:15px">\n  <b>${title}</b>\n  <p style="margin:6px 0 0">${message}</p>\n</div>`,
        about: ["What does the notice say?", `"${title}": ${message}`],
      };
    }
    case "profile": {
      const count = random.int(12, 980);
      return {
        name: "a profile card",
        width: 270,
        height: 226,
        html: card(
          `  <div style="width:48px;height:48px;border-radius:50%;background:${accent};color:#fff;font-size:22px;line-height:48px;text-align:center">${person.name[0]}</div>\n  <h3 style="margin:10px 0 4px;font-size:18px">${person.name}</h3>\n  <p style="margin:0 0 12px;color:#71717a">${count} followers</p>\n  ${button("Follow")}`,
          200,
        ),
        about: ["How many followers are shown?", `${count}.`],
      };
    }
    case "nav": {
      const brand = random.pick(["Alder", "Orbit", "Kestrel", "Helio"]);
      const links = random.shuffled(["Home", "Shop", "News", "Help", "Team"]).slice(0, 3);
      return {
        name: "a navigation bar",
        width: 368,
        height: 68,
        html: `<nav style="width:320px;display:flex;gap:18px;padding:14px;background:${accent};color:#fff;font-size:15px">\n  <b style="flex:1">${brand}</b>\n${links.map((one) => `  <span>${one}</span>`).join("\n")}\n</nav>`,
        about: ["Which links are in the bar?", `${links[0]}, ${links[1]} and ${links[2]}.`],
      };
    }
    case "list": {
      const items = random
        .shuffled(["Buy milk", "Call Ben", "Water plants", "Pay rent", "Book train", "Fix bike"])
        .slice(0, 4);
      const done = random.int(0, 3);
      return {
        name: "a to-do list",
        width: 260,
        height: 226,
        html: card(
          `  <h3 style="margin:0 0 8px;font-size:17px;color:${accent}">To do</h3>\n${items.map((one, i) => `  <div style="padding:4px 0"><input type="checkbox"${i === done ? " checked" : ""}> ${one}</div>`).join("\n")}`,
          180,
        ),
        about: ["Which task is done?", `${items[done]}.`],
      };
    }
    case "progress": {
      const share = random.int(5, 95);
      return {
        name: "a progress bar",
        width: 310,
        height: 110,
        html: card(
          `  <div style="margin-bottom:8px">Upload: ${share}%</div>\n  <div style="height:14px;background:#e4e4e7;border-radius:${round}px">\n    <div style="width:${share}%;height:14px;background:${accent};border-radius:${round}px"></div>\n  </div>`,
          240,
        ),
        about: ["How far is the upload?", `${share}%.`],
      };
    }
    case "stats": {
      const values = [random.int(10, 999), random.int(10, 999)];
      const names = random.shuffled(["Orders", "Users", "Returns", "Visits"]).slice(0, 2);
      return {
        name: "two figures side by side",
        width: 370,
        height: 120,
        html: `<div style="display:flex;gap:14px">\n${names.map((one, i) => `  <div style="width:110px;padding:${pad}px;background:${i === 0 ? accent : "#18181b"};color:#fff;border-radius:${round}px">\n    <div style="font-size:28px">${values[i]}</div>\n    <div style="font-size:14px">${one}</div>\n  </div>`).join("\n")}\n</div>`,
        about: [`What number is given for ${names[1]}?`, `${values[1]}.`],
      };
    }
  }
}

export const uiToCode = instructionSource(
  {
    name: "widget-to-html",
    version: 4,
    leaf: "Conversion/Image to Code/UI to Code",
    description: "Forms, cards, bars and notices, written as HTML with inline styles.",
  },
  ({ random, maxSide }) => {
    const made = widget(random);
    const font = random.pick(["Roboto", "Open Sans", "Lato", "Nunito"]);
    const scale = Math.floor(Math.min(maxSide / Math.max(made.width, made.height), random.between(1, 2)) * 100) / 100;
    const page = `<div style="width:${made.width}px;height:${made.height}px;box-sizing:border-box;padding:10px;background:#fafafa;font-family:'${font}'"><div data-mark="widget" data-name="${made.name}" style="width:fit-content">${made.html}</div></div>`;
    const request = spin(
      random,
      "{Write HTML with inline styles for this.|Turn this screenshot into HTML.|Give me the HTML of this user interface.|Rebuild this element in HTML and CSS.|What HTML produces this?}",
    );
    const turns: Exchange[] = [[request, random.chance(0.6) ? `\`\`\`html\n${made.html}\n\`\`\`` : made.html]];
    if (random.chance(0.4)) turns.unshift(made.about);
    else if (random.chance(0.3))
      turns.unshift([
        spin(random, "{What kind of element is this?|What is shown here?}"),
        spin(random, `{The picture shows ${made.name}.|${made.name}.}`),
      ]);
    return {
      template: made.name.replace(/^an? /, ""),
      pictures: [{ kind: "page", html: page, width: made.width, height: made.height, scale, fonts: [font] }],
      turns,
    };
  },
);
