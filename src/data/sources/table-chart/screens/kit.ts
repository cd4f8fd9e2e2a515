/**
 * The parts that screens are made of: a look, line icons, and widgets that are marked for the camera and described for people.
 * It knows no particular screen.
 */
import type { Random } from "../../../random.ts";
import { listed } from "../charts/phrases.ts";
import { escaped } from "../charts/render.ts";

/** Languages that screens are written in. */
export type ScreenLanguage = "en" | "zh";

export interface Look {
  readonly dark: boolean;
  readonly background: string;
  readonly surface: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly family: string;
  /** CSS pixels. */
  readonly fontSize: number;
  readonly radius: number;
  readonly wide: boolean;
  readonly width: number;
  readonly height: number;
}

/** Something on a screen that can be pointed at. */
export interface Widget {
  readonly id: string;
  readonly kind: string;
  /** As one refers to it: `the "Save" button`. */
  readonly refer: string;
  /** What it is for. */
  readonly caption: string;
}

export interface Screen {
  readonly kind: string;
  readonly html: string;
  readonly summary: string;
  readonly questions: readonly (readonly [string, string])[];
  readonly widgets: readonly Widget[];
}

const accents = [
  "#2563eb",
  "#7c3aed",
  "#0d9488",
  "#db2777",
  "#ea580c",
  "#16a34a",
  "#dc2626",
  "#0f766e",
  "#4f46e5",
  "#b45309",
  "#111827",
  "#0284c7",
];

export function randomLook(
  random: Random,
  family: string,
  size: { width: number; height: number; fontSize: number },
  wide: boolean,
): Look {
  const dark = random.chance(0.22);
  return {
    dark,
    background: dark
      ? random.pick(["#121212", "#0f172a", "#1c1b22"])
      : random.pick(["#ffffff", "#f6f7f9", "#f2f2f7", "#faf7f2", "#eef2f6"]),
    surface: dark ? random.pick(["#1e1e24", "#1e293b", "#2a2933"]) : "#ffffff",
    ink: dark ? "#f3f4f6" : random.pick(["#111827", "#1f2937", "#222222"]),
    faint: dark ? "#a3adbb" : "#5f6b7a",
    line: dark ? "#3a404c" : random.pick(["#e2e5ea", "#d7dbe0", "#e8e4dc"]),
    accent: dark ? random.pick(["#60a5fa", "#a78bfa", "#34d399", "#f472b6", "#fbbf24"]) : random.pick(accents),
    onAccent: dark ? "#111111" : "#ffffff",
    family,
    fontSize: size.fontSize,
    radius: random.pick([0, 4, 6, 8, 12, 16]),
    wide,
    width: size.width,
    height: size.height,
  };
}

const paths = {
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
  menu: '<path d="M3 6h18M3 12h18M3 18h18"/>',
  back: '<path d="M15 4l-8 8 8 8"/>',
  heart: '<path d="M12 20S3 14 3 8.5A4.7 4.7 0 0 1 12 6.5 4.7 4.7 0 0 1 21 8.5C21 14 12 20 12 20Z"/>',
  star: '<path d="M12 3l2.7 5.9 6.3.7-4.7 4.3 1.3 6.3L12 17l-5.6 3.2 1.3-6.3L3 9.6l6.3-.7Z"/>',
  plus: '<path d="M12 4v16M4 12h16"/>',
  gear: '<circle cx="12" cy="12" r="3.4"/><path d="M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4M5.3 5.3l2.8 2.8M15.9 15.9l2.8 2.8M18.7 5.3l-2.8 2.8M8.1 15.9l-2.8 2.8"/>',
  bell: '<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4Z"/><path d="M10 21h4"/>',
  cart: '<path d="M2 4h3l2.6 11h10.6L21 7H6"/><circle cx="9" cy="19.5" r="1.5"/><circle cx="17" cy="19.5" r="1.5"/>',
  trash: '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"/>',
  share:
    '<circle cx="18" cy="5" r="2.5"/><circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="19" r="2.5"/><path d="M8.3 10.8l7.4-4.4M8.3 13.2l7.4 4.4"/>',
  home: '<path d="M3 11l9-8 9 8M5.5 9.5V21h13V9.5"/>',
  user: '<circle cx="12" cy="8" r="4.5"/><path d="M3.5 21c1-5 4.5-6.5 8.5-6.5s7.500 1.500 8.500 6.500"/>',
  play: '<path d="M7 4l13 8-13 8Z" fill="currentColor"/>',
  pause: '<path d="M8 4v16M16 4v16" stroke-width="4"/>',
  next: '<path d="M5 5l10 7-10 7ZM19 5v14" fill="currentColor"/>',
  previous: '<path d="M19 5L9 12l10 7ZM5 5v14" fill="currentColor"/>',
  mail: '<path d="M3 5h18v14H3ZM3 6l9 7 9-7"/>',
  pencil: '<path d="M4 20l1-5L16 4l4 4L9 19Z"/>',
  check: '<path d="M4 13l5 5L20 6"/>',
  close: '<path d="M5 5l14 14M19 5L5 19"/>',
  more: '<circle cx="12" cy="5" r="1.3"/><circle cx="12" cy="12" r="1.3"/><circle cx="12" cy="19" r="1.3"/>',
  calendar: '<path d="M3 6h18v15H3ZM3 10.500h18M8 3v5M16 3v5"/>',
  send: '<path d="M3 11L21 3l-7 18-3-8Z"/>',
  camera: '<path d="M3 7h4l2-3h6l2 3h4v13H3Z"/><circle cx="12" cy="13" r="4"/>',
  folder: '<path d="M3 5h6l2 3h10v12H3Z"/>',
  file: '<path d="M6 2.500h8l5 5V21.500H6ZM14 2.500v5h5"/>',
  chart: '<path d="M4 20V11M10 20V4M16 20v-6M22 20H2"/>',
  filter: '<path d="M3 5h18l-7 8v7l-4-2v-5Z"/>',
  download: '<path d="M12 3v12M7 10l5 5 5-5M4 20h16"/>',
  shuffle: '<path d="M3 7h4l9 10h5M3 17h4l9-10h5M18 4l3 3-3 3M18 14l3 3-3 3"/>',
  sun: '<circle cx="12" cy="12" r="4.500"/><path d="M12 1.500v3M12 19.500v3M1.500 12h3M19.500 12h3M4.600 4.600l2 2M17.400 17.400l2 2M19.400 4.600l-2 2M6.600 17.400l-2 2"/>',
  cloud: '<path d="M7 19a5 5 0 1 1 .8-9.900A6 6 0 0 1 19 11.500 3.800 3.800 0 0 1 18.500 19Z"/>',
  rain: '<path d="M7 14.500a4.500 4.500 0 1 1 .8-8.900A5.500 5.500 0 0 1 18.500 8a3.300 3.300 0 0 1-.5 6.500Z"/><path d="M8 18l-1 3M12.500 18l-1 3M17 18l-1 3"/>',
} as const;
export type IconName = keyof typeof paths;

/** What an icon stands for, and what a press on it does. */
const meanings: Record<ScreenLanguage, Record<IconName, readonly [name: string, effect: string]>> = {
  en: {
    search: ["magnifier", "opens the search"],
    menu: ["three-line menu", "opens the main menu"],
    back: ["back arrow", "goes back to the previous screen"],
    heart: ["heart", "marks the item as a favourite"],
    star: ["star", "marks the item with a star"],
    plus: ["plus", "adds something new"],
    gear: ["gear", "opens the settings"],
    bell: ["bell", "shows the notifications"],
    cart: ["shopping cart", "opens the shopping cart"],
    trash: ["trash can", "deletes the item"],
    share: ["share", "shares this with others"],
    home: ["house", "goes to the home screen"],
    user: ["person", "opens the user's profile"],
    play: ["play", "starts playing"],
    pause: ["pause", "pauses playing"],
    next: ["next", "skips to the next track"],
    previous: ["previous", "goes to the previous track"],
    mail: ["envelope", "opens the messages"],
    pencil: ["pencil", "lets one edit or write something"],
    check: ["check mark", "confirms"],
    close: ["cross", "closes this"],
    more: ["three-dot", "shows more options"],
    calendar: ["calendar", "opens the calendar"],
    send: ["paper plane", "sends the message"],
    camera: ["camera", "opens the camera"],
    folder: ["folder", "opens the folder"],
    file: ["page", "opens the file"],
    chart: ["bar chart", "shows the statistics"],
    filter: ["funnel", "filters the list"],
    download: ["download arrow", "downloads the file"],
    shuffle: ["crossed arrows", "shuffles the tracks"],
    sun: ["sun", "stands for sunny weather"],
    cloud: ["cloud", "stands for cloudy weather"],
    rain: ["rain cloud", "stands for rain"],
  },
  zh: {
    search: ["放大镜", "打开搜索"],
    menu: ["三条横线", "打开主菜单"],
    back: ["返回箭头", "返回上一页"],
    heart: ["心形", "收藏这一项"],
    star: ["星形", "给这一项加星标"],
    plus: ["加号", "新建内容"],
    gear: ["齿轮", "打开设置"],
    bell: ["铃铛", "查看通知"],
    cart: ["购物车", "打开购物车"],
    trash: ["垃圾桶", "删除这一项"],
    share: ["分享", "分享给别人"],
    home: ["房子", "回到首页"],
    user: ["人像", "打开个人资料"],
    play: ["播放", "开始播放"],
    pause: ["暂停", "暂停播放"],
    next: ["下一首", "跳到下一首"],
    previous: ["上一首", "回到上一首"],
    mail: ["信封", "打开消息"],
    pencil: ["铅笔", "编辑或写内容"],
    check: ["对勾", "确认"],
    close: ["叉号", "关闭"],
    more: ["三个点", "显示更多选项"],
    calendar: ["日历", "打开日历"],
    send: ["纸飞机", "发送消息"],
    camera: ["相机", "打开相机"],
    folder: ["文件夹", "打开文件夹"],
    file: ["文件", "打开文件"],
    chart: ["柱状图", "查看统计"],
    filter: ["漏斗", "筛选列表"],
    download: ["下载箭头", "下载文件"],
    shuffle: ["交叉箭头", "随机播放"],
    sun: ["太阳", "表示晴天"],
    cloud: ["云", "表示多云"],
    rain: ["雨云", "表示下雨"],
  },
};

export function icon(name: IconName, size: number, color = "currentColor", filled = false): string {
  return `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="${filled ? "currentColor" : "none"}" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" style="color:${color};display:block;flex:none">${paths[name]}</svg>`;
}

export interface Kit {
  readonly look: Look;
  readonly random: Random;
  readonly language: ScreenLanguage;
  readonly widgets: Widget[];
  /** Whichever of the two the screen's language is. */
  say<T>(english: T, chinese: T): T;
  /** Names as a sentence lists them. */
  list(names: readonly string[]): string;
  /** What a press on the icon does, as widgets are described. */
  effect(name: IconName): string;
  /** Attributes that mark an element as a widget. */
  mark(kind: string, refer: string, caption: string): string;
  button(label: string, effect: string, style?: string, main?: boolean): string;
  iconButton(name: IconName, place?: string, size?: number, color?: string): string;
  toggle(label: string, on: boolean): string;
  field(label: string, value: string, placeholder?: string): string;
}

export function kit(random: Random, look: Look, language: ScreenLanguage): Kit {
  const widgets: Widget[] = [];
  const say = <T>(english: T, chinese: T): T => (language === "zh" ? chinese : english);
  const mark = (kind: string, refer: string, caption: string) => {
    const id = `w${widgets.length}`;
    widgets.push({ id, kind, refer, caption });
    return ` data-mark="${kind}" data-name="${id}"`;
  };
  const { fontSize, accent, onAccent, radius, ink, line, faint } = look;
  const outlined = random.chance(0.3);
  return {
    look,
    random,
    language,
    widgets,
    say,
    list: (names) => listed(names, language),
    effect: (name) => meanings[language][name][1],
    mark,
    button(label, effect, style = "", main = true) {
      const fill =
        main && !outlined
          ? `background:${accent};color:${onAccent};border:1px solid ${accent}`
          : `background:transparent;color:${main ? accent : ink};border:1px solid ${main ? accent : line}`;
      const marked = mark(
        "button",
        say(`the "${label}" button`, `“${label}”按钮`),
        say(`A button that ${effect}.`, `用来${effect}的按钮。`),
      );
      return `<div${marked} style="${fill};border-radius:${radius}px;padding:${Math.round(fontSize * 0.5)}px ${fontSize}px;text-align:center;font-weight:bold;white-space:nowrap;${style}">${escaped(label)}</div>`;
    },
    iconButton(name, place = "", size = Math.round(fontSize * 1.5), color = ink) {
      const [noun, effect] = meanings[language][name];
      const marked = mark(
        "icon",
        say(`the ${noun} icon${place ? ` ${place}` : ""}`, `${place}${noun}图标`),
        say(`An icon that ${effect}.`, `用来${effect}的图标。`),
      );
      return `<div${marked} style="flex:none;padding:2px">${icon(name, size, color)}</div>`;
    },
    toggle(label, on) {
      const height = Math.round(fontSize * 1.4);
      const width = Math.round(height * 1.8);
      const knob = height - 4;
      const marked = mark(
        "switch",
        say(`the switch for ${label}`, `“${label}”的开关`),
        say(
          `A switch that turns ${label} on or off; it is ${on ? "on" : "off"}.`,
          `打开或关闭“${label}”的开关，现在是${on ? "打开" : "关闭"}的。`,
        ),
      );
      return `<div${marked} style="flex:none;width:${width}px;height:${height}px;border-radius:${height}px;background:${on ? accent : look.dark ? "#555c68" : "#c4cad2"};position:relative"><div style="position:absolute;top:2px;left:${on ? width - knob - 2 : 2}px;width:${knob}px;height:${knob}px;border-radius:50%;background:#ffffff"></div></div>`;
    },
    field(label, value, placeholder = "") {
      const marked = mark(
        "field",
        say(`the ${label} field`, `“${label}”输入框`),
        say(
          `A text field for the ${label.toLowerCase()}${value ? `, filled with "${value}"` : ", still empty"}.`,
          value ? `填写${label}的输入框，内容是“${value}”。` : `填写${label}的输入框，还是空的。`,
        ),
      );
      const shown = value || placeholder;
      return `<div style="margin-bottom:${Math.round(fontSize * 0.7)}px"><div style="font-size:${fontSize - 1}px;color:${faint};margin-bottom:3px">${escaped(label)}</div><div${marked} style="border:1px solid ${line};border-radius:${Math.min(radius, 8)}px;padding:${Math.round(fontSize * 0.45)}px ${Math.round(fontSize * 0.6)}px;background:${look.surface};color:${value ? ink : faint};white-space:nowrap;overflow:hidden">${escaped(shown) || "&nbsp;"}</div></div>`;
    },
  };
}
