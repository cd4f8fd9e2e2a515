/** Screens of the device itself: its settings, its login, its files. */
import { firstName, fits, type Maker, names, row } from "./content.ts";
import { icon } from "./kit.ts";

const switches = [
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
const chineseSwitches =
  "无线网络,蓝牙,深色模式,定位服务,飞行模式,自动更新,声音,振动,云备份,面容解锁,护眼模式,省流量,个人热点,自动同步,字幕,提醒".split(
    ",",
  );

export const settings: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const options = random.shuffled(say(switches, chineseSwitches)).slice(0, fits(kit, height, 2.7, look.wide ? 7 : 9));
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
  const off = options.filter((_, i) => !states[i]);
  const at = random.int(0, options.length - 1);
  const shown = kit.list(
    options.map((name, i) => say(`${name} (${states[i] ? "on" : "off"})`, `${name}（${states[i] ? "开" : "关"}）`)),
  );
  return {
    title: random.pick(
      say(
        ["Settings", "Preferences", "Options", "General", "Device settings"],
        ["设置", "通用设置", "系统设置", "偏好设置"],
      ),
    ),
    body,
    summary: say(
      `A settings screen with ${options.length} switches: ${shown}.`,
      `设置界面，共有${options.length}个开关：${shown}。`,
    ),
    questions: [
      [
        say(`Is ${options[at]!} turned on?`, `“${options[at]!}”打开了吗？`),
        states[at]
          ? say(`Yes, ${options[at]!} is on.`, `打开了，“${options[at]!}”是开启的。`)
          : say(`No, ${options[at]!} is off.`, `没有，“${options[at]!}”是关闭的。`),
      ],
      [
        say("How many switches are on?", "有几个开关是打开的？"),
        on.length === 0
          ? say("None.", "没有。")
          : say(`${on.length}: ${kit.list(on)}.`, `${on.length}个：${kit.list(on)}。`),
      ],
      [
        say("Which settings are turned off?", "哪些设置是关闭的？"),
        off.length === 0
          ? say("None; all are on.", "没有，全部都打开了。")
          : say(`${kit.list(off)}.`, `${kit.list(off)}。`),
      ],
      [say("What is the first option in the list?", "列表中的第一项是什么？"), options[0]!],
    ],
  };
};

export const login: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const mailbox = say(
    firstName(random.pick(names(kit))).toLowerCase(),
    random.pick(["wangmin", "liqiang", "zhangwei", "chenjing", "zhouting", "sunyue"]),
  );
  const email = `${mailbox}@${random.pick(["mail.example", "post.example", "work.example"])}`;
  const filled = random.chance(0.6);
  const app = random.pick(
    say(
      ["Orbit", "Leafy", "Pocket", "Harbor", "Lumen", "Nook", "Trail", "Pixel"],
      ["环宇", "绿叶", "口袋", "港湾", "微光", "小屋", "足迹"],
    ),
  );
  const action = random.pick(say(["Sign in", "Log in", "Continue"], ["登录", "立即登录", "下一步"]));
  const remember = height > look.fontSize * 21 && random.chance(0.5);
  const named = !look.wide && height > look.fontSize * 18;
  const extra = random.pick(
    say(["Forgot password?", "Need help?", "Reset password"], ["忘记密码？", "需要帮助？", "重置密码"]),
  );
  const other = random.pick(say(["Create account", "Sign up", "Register"], ["注册账号", "新用户注册", "立即注册"]));
  const hidden = filled ? "•".repeat(random.int(6, 10)) : "";
  const keep = say("Remember me", "记住我");
  const link = (label: string, caption: string) =>
    `<span${kit.mark("link", say(`the link "${label}"`, `“${label}”链接`), caption)}>${label}</span>`;
  const help = link(extra, say("A link for people who cannot sign in.", "给无法登录的人使用的链接。"));
  const join = link(other, say("A link that leads to the registration of a new account.", "前往注册新账号的链接。"));
  const body = `<div style="padding:${Math.round(look.fontSize * (height > look.fontSize * 18 ? 1.2 : 0.4))}px;max-width:340px;margin:0 auto">
    ${named ? `<div style="text-align:center;font-size:${look.fontSize + 7}px;font-weight:bold;color:${look.accent};margin-bottom:${look.fontSize}px">${app}</div>` : ""}
    ${kit.field(say("Email", "邮箱"), filled ? email : "", "name@mail.example")}${kit.field(say("Password", "密码"), hidden, say("Password", "请输入密码"))}
    ${remember ? `<div style="display:flex;align-items:center;gap:8px;margin-bottom:${look.fontSize}px"><div style="flex:1;white-space:nowrap">${keep}</div>${kit.toggle(keep, filled)}</div>` : ""}
    ${kit.button(action, say("signs the user in", "登录"))}
    <div style="display:flex;justify-content:space-between;gap:8px;margin-top:${look.fontSize}px;font-size:${look.fontSize - 1}px;color:${look.accent}">${help}${join}</div></div>`;
  return {
    title: random.pick(say(["Welcome", "Welcome back", "Hello again"], ["欢迎", "欢迎回来", "用户登录"])),
    body,
    summary: say(
      `A login screen${named ? ` of the app ${app}` : ""} with fields for email and password, a "${action}" button and the links "${extra}" and "${other}". The fields are ${filled ? "filled in" : "empty"}.`,
      `${named ? `应用“${app}”的` : ""}登录界面，有邮箱和密码输入框、“${action}”按钮以及“${extra}”和“${other}”两个链接。输入框${filled ? "已经填好" : "是空的"}。`,
    ),
    questions: [
      ...(named ? [[say("What is the name of the app?", "这个应用叫什么名字？"), app] as const] : []),
      [
        say("Has the email been entered, and if so, which?", "邮箱填了吗？填的是什么？"),
        filled
          ? say(`Yes, ${email}.`, `填了，是${email}。`)
          : say("No, the field only shows a placeholder.", "没有，输入框里只有提示文字。"),
      ],
      [
        say("Which button signs the user in?", "按哪个按钮可以登录？"),
        say(`The "${action}" button.`, `“${action}”按钮。`),
      ],
      [
        say("What can a new user press to get an account?", "新用户应该点哪里来获得账号？"),
        say(`The link "${other}".`, `“${other}”链接。`),
      ],
    ],
  };
};

export const files: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const stems = say(
    "report,budget,photo,notes,plan,invoice,map,letter,draft,song,backup,poster".split(","),
    "报告,预算,照片,笔记,计划,发票,地图,信件,草稿,歌曲,备份,海报".split(","),
  );
  const endings = ["pdf", "png", "txt", "xlsx", "mp3", "zip", "docx"];
  const count = fits(kit, height - look.fontSize * 2, 2.6, look.wide ? 8 : 9);
  const list = random
    .shuffled(stems)
    .slice(0, count)
    .map((stem) => {
      const [name, size, day] = [`${stem}.${random.pick(endings)}`, random.int(1, 980), random.int(1, 28)];
      const month = random.pick([0, 2, 4, 5, 8, 10]);
      const short = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec".split(",")[month]!;
      return { name, size, day: say(`${day} ${short}`, `${month + 1}月${day}日`) };
    });
  const body = list
    .map((one) => {
      const marked = kit.mark(
        "item",
        say(`the file ${one.name}`, `文件“${one.name}”`),
        look.wide
          ? say(
              `The file ${one.name}, ${one.size} KB, of ${one.day}.`,
              `文件“${one.name}”，大小${one.size} KB，日期${one.day}。`,
            )
          : say(`The file ${one.name}, ${one.size} KB.`, `文件“${one.name}”，大小${one.size} KB。`),
      );
      return row(
        kit,
        `${icon("file", look.fontSize + 3, look.accent)}<div${marked} style="flex:1;display:flex;gap:8px;white-space:nowrap"><span style="flex:1">${one.name}</span><span style="color:${look.faint}">${one.size} KB</span>${look.wide ? `<span style="color:${look.faint};width:${look.fontSize * 5}px;text-align:right">${one.day}</span>` : ""}</div>`,
      );
    })
    .join("");
  const order = [...list].sort((a, b) => b.size - a.size);
  const largest = order[0]!.size > order[1]!.size ? order[0]! : undefined;
  const at = random.pick(list);
  const listing = kit.list(list.map(({ name }) => name));
  const questions: [string, string][] = [
    [say(`How large is ${at.name}?`, `文件“${at.name}”有多大？`), say(`${at.size} KB.`, `${at.size} KB。`)],
    [say("How many files are listed?", "列表中有几个文件？"), say(`${count}: ${listing}.`, `${count}个：${listing}。`)],
    [
      say("How large are the first two files together?", "前两个文件一共多大？"),
      `${list[0]!.size} KB + ${list[1]!.size} KB = ${list[0]!.size + list[1]!.size} KB`,
    ],
  ];
  if (largest)
    questions.push([
      say("Which file is the largest?", "哪个文件最大？"),
      say(`${largest.name}, with ${largest.size} KB.`, `“${largest.name}”，${largest.size} KB。`),
    ]);
  if (look.wide)
    questions.push([
      say(`What date does ${at.name} carry?`, `“${at.name}”的日期是哪天？`),
      say(`${at.day}.`, `${at.day}。`),
    ]);
  return {
    title: random.pick(
      say(["Files", "Documents", "Downloads", "My files", "Shared"], ["文件", "我的文档", "下载", "共享文件"]),
    ),
    body,
    summary: [
      say(`A file list with ${count} files.`, `文件列表，共有${count}个文件。`),
      ...(largest
        ? [
            say(
              `The largest is ${largest.name} (${largest.size} KB).`,
              `最大的是“${largest.name}”（${largest.size} KB）。`,
            ),
          ]
        : []),
    ].join(say(" ", "")),
    questions,
  };
};
