/** What surrounds a screen's content: a phone's status, title and tab bars, or a window with a navigation at its side. */
import { estimatedWidth } from "../charts/theme.ts";
import { type IconName, icon, type Kit, type Screen } from "./kit.ts";
import { makers, titleText } from "./screens.ts";

const navigation: readonly (readonly [IconName, english: string, chinese: string])[] = [
  ["home", "Home", "首页"],
  ["search", "Search", "搜索"],
  ["heart", "Saved", "收藏"],
  ["user", "Profile", "我的"],
  ["mail", "Inbox", "消息"],
  ["calendar", "Calendar", "日历"],
  ["chart", "Reports", "统计"],
  ["folder", "Files", "文件"],
  ["gear", "Settings", "设置"],
  ["bell", "Alerts", "通知"],
];

/** Programs, with the name that their addresses have. */
const apps: readonly (readonly [english: string, chinese: string])[] = [
  ["Orbit", "环宇"],
  ["Leafy", "绿叶"],
  ["Northdesk", "北辰"],
  ["Harbor", "港湾"],
  ["Lumen", "微光"],
  ["Nook", "小屋"],
  ["Trail", "足迹"],
  ["Workbench", "工作台"],
];

export function makeScreen(kit: Kit): Screen {
  const kind = kit.random.pick(Object.keys(makers));
  return kit.look.wide ? desktop(kit, kind) : phone(kit, kind);
}

/** The navigation in the screen's language. */
function entries({ say }: Kit): (readonly [IconName, string])[] {
  return navigation.map(([name, english, chinese]) => [name, say(english, chinese)]);
}

/** Where an entry leads; the heart of a navigation marks nothing. */
function leads(kit: Kit, name: IconName): string {
  return name === "heart" ? kit.say("shows what was saved", "查看收藏的内容") : kit.effect(name);
}

function linkMark(kit: Kit, name: IconName, label: string): string {
  return kit.mark(
    "link",
    kit.say(`"${label}" in the navigation`, `导航栏的“${label}”`),
    kit.say(`A navigation entry that ${leads(kit, name)}.`, `用来${leads(kit, name)}的导航项。`),
  );
}

function page(kit: Kit, inner: string): string {
  const { look } = kit;
  return `<div style="width:${look.width}px;height:${look.height}px;overflow:hidden;background:${look.background};color:${look.ink};font-family:'${look.family}';font-size:${look.fontSize}px;line-height:1.35;display:flex;flex-direction:column;box-sizing:border-box">${inner}</div>`;
}

function phone(kit: Kit, kind: string): Screen {
  const { look, random, say } = kit;
  const em = look.fontSize;
  const bar = random.chance(0.7);
  const tabs = random.chance(0.6);
  const colored = random.chance(0.35);
  const minutes = random.int(0, 59);
  const time = `${random.int(0, 23)}:${String(minutes).padStart(2, "0")}`;
  const battery = random.int(5, 100);
  const headHeight = em * 2.9 + (bar ? em * 1.7 : 0);
  const height = look.height - headHeight - (tabs ? em * 3.4 : 0);
  const status = bar
    ? `<div style="display:flex;justify-content:space-between;padding:2px ${em * 0.8}px;font-size:${em - 1}px;flex:none"><span>${time}</span><span>${battery}%</span></div>`
    : "";
  const left = random.pick(["back", "menu"] as const);
  const right = random.pick(["more", "search", "plus", "bell", "share", "filter"] as const);
  const paint = colored ? look.onAccent : look.ink;
  const leftIcon = kit.iconButton(left, say("at the top left", "左上角的"), em * 1.5, paint);
  const rightIcon = kit.iconButton(right, say("at the top right", "右上角的"), em * 1.5, paint);
  const content = makers[kind]!(kit, height);
  const head = `<div style="${colored ? `background:${look.accent};color:${look.onAccent};` : ""}flex:none">${status}<div style="display:flex;align-items:center;gap:${em * 0.6}px;padding:${em * 0.4}px ${em * 0.7}px;border-bottom:1px solid ${look.line}">${leftIcon}<div data-mark="title" style="flex:1;font-weight:bold;font-size:${em + 3}px;white-space:nowrap;text-align:${random.pick(["left", "center"])}">${titleText(content.title)}</div>${rightIcon}</div></div>`;
  const shown = random.shuffled(entries(kit)).slice(0, em * 18 > look.width ? 3 : 4);
  const active = random.int(0, shown.length - 1);
  const foot = tabs
    ? `<div style="flex:none;margin-top:auto;display:flex;border-top:1px solid ${look.line};background:${look.surface};padding:3px 0">${shown.map(([name, label], i) => `<div${kit.mark("tab", say(`the "${label}" tab`, `“${label}”标签`), say(`A tab that ${leads(kit, name)}.`, `用来${leads(kit, name)}的标签。`))} style="flex:1;display:flex;flex-direction:column;align-items:center;font-size:${em - 2}px;color:${i === active ? look.accent : look.faint}">${icon(name, em * 1.4)}${label}</div>`).join("")}</div>`
    : "";
  const questions: (readonly [string, string])[] = [
    ...content.questions,
    [say("What is the heading at the top of the screen?", "屏幕顶部的标题是什么？"), content.title],
  ];
  if (bar)
    questions.push(
      [say("What time does the status bar show?", "状态栏显示的时间是几点？"), time],
      [say("How full is the battery?", "电池还剩多少电量？"), `${battery}%`],
    );
  if (tabs)
    questions.push([say("Which tab at the bottom is highlighted?", "底部哪个标签是高亮的？"), shown[active]![1]]);
  return {
    kind,
    html: page(
      kit,
      `${head}<div data-mark="content" style="flex:1;min-height:0;overflow:hidden">${content.body}</div>${foot}`,
    ),
    summary: content.summary,
    questions,
    widgets: kit.widgets,
  };
}

function desktop(kit: Kit, kind: string): Screen {
  const { look, random, say } = kit;
  const em = look.fontSize;
  const side = random.chance(0.7);
  const sideSize = em - (look.width > 600 ? 0 : 1);
  const longest = Math.max(...entries(kit).map(([, label]) => estimatedWidth(label, sideSize, look.family)));
  // an icon, the gap behind it and the insets of the entry and of the list stand beside the longest name
  const sideWidth = Math.max(Math.round(em * (look.width > 600 ? 11 : 7.4)), Math.ceil(longest * 1.08 + em * 3.3 + 10));
  const [latin, han] = random.pick(apps);
  const app = say(latin, han);
  const links = random
    .shuffled(entries(kit))
    .slice(0, Math.max(3, Math.min(7, Math.floor((look.height - em * 6) / (em * 2.4)))));
  const active = random.int(0, links.length - 1);
  const address = random.chance(0.4) ? `https://${latin.toLowerCase()}.example/${kind}` : "";
  const chrome = address
    ? `<div style="flex:none;display:flex;gap:6px;align-items:center;padding:4px 8px;background:${look.dark ? "#33363d" : "#dfe3e8"}">${["#ed6a5e", "#f5bf4f", "#61c554"].map((color) => `<span style="width:9px;height:9px;border-radius:50%;background:${color}"></span>`).join("")}<div${kit.mark("field", say("the address bar", "地址栏"), say(`The address bar of the browser, with ${address}.`, `浏览器的地址栏，内容是${address}。`))} style="flex:1;background:${look.surface};border-radius:10px;padding:1px 10px;font-size:${em - 1}px;white-space:nowrap;overflow:hidden">${address}</div></div>`
    : "";
  const icons = random.shuffled(["search", "bell", "user", "gear", "plus", "cart"] as const).slice(0, random.int(2, 3));
  const colored = random.chance(0.3);
  const paint = colored ? look.onAccent : look.ink;
  const topIcons = icons.map((name) => kit.iconButton(name, say("in the top bar", "顶栏的"), em * 1.4, paint)).join("");
  const item = ([name, label]: readonly [IconName, string], i: number) =>
    `<div${linkMark(kit, name, label)} style="display:flex;gap:7px;align-items:center;padding:${em * 0.4}px ${em * 0.6}px;border-radius:${Math.min(8, look.radius)}px;white-space:nowrap;${i === active ? `background:${look.accent};color:${look.onAccent}` : ""}">${icon(name, em + 2)}${label}</div>`;
  const across = links.slice(0, Math.max(2, Math.min(4, Math.floor((look.width - em * 20) / (em * 6)))));
  const selected = side ? active : Math.min(active, across.length - 1);
  const nav = side
    ? `<div style="flex:none;width:${sideWidth}px;box-sizing:border-box;padding:${em * 0.5}px;background:${look.surface};border-right:1px solid ${look.line};font-size:${sideSize}px">${links.map(item).join("")}</div>`
    : "";
  const inline = side
    ? ""
    : across
        .map(
          ([name, label], i) =>
            `<span${linkMark(kit, name, label)} style="white-space:nowrap;${i === selected ? "font-weight:bold;text-decoration:underline" : ""}">${label}</span>`,
        )
        .join("");
  const content = makers[kind]!(
    { ...kit, look: { ...look, width: look.width - (side ? sideWidth : 0) } },
    look.height - em * (address ? 7.6 : 5.8),
  );
  const top = `<div style="flex:none;display:flex;align-items:center;gap:${em}px;padding:${em * 0.45}px ${em * 0.8}px;border-bottom:1px solid ${look.line};${colored ? `background:${look.accent};color:${look.onAccent}` : `background:${look.surface}`}"><b style="font-size:${em + 2}px">${app}</b>${inline}<span style="flex:1"></span>${topIcons}</div>`;
  const heading = `<div data-mark="title" style="font-size:${em + 4}px;font-weight:bold;padding:${em * 0.4}px ${em * 0.8}px 0;white-space:nowrap">${titleText(content.title)}</div>`;
  const chosen = side ? links[active]! : across[selected]!;
  return {
    kind,
    html: page(
      kit,
      `${chrome}${top}<div style="flex:1;min-height:0;display:flex">${nav}<div data-mark="content" style="flex:1;min-width:0;overflow:hidden">${heading}${content.body}</div></div>`,
    ),
    summary: say(
      content.summary.replace(/^An? /, (article) => `A desktop window with ${article.toLowerCase()}`),
      `桌面窗口：${content.summary}`,
    ),
    questions: [
      ...content.questions,
      [say("What is the heading of the page?", "页面的标题是什么？"), content.title],
      [say("Which entry of the navigation is highlighted?", "导航栏中哪一项是选中的？"), chosen[1]],
      [say("What is the name of the program in the top bar?", "顶栏中程序的名字是什么？"), app],
      ...(address
        ? [[say("Which address is open in the browser?", "浏览器打开的网址是什么？"), address] as const]
        : []),
    ],
    widgets: kit.widgets,
  };
}
