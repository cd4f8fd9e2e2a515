/** Screens that play and show: music, and figures of a business. */
import type { Maker } from "./content.ts";

export const player: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const song = say(
    `${random.pick(["Silver", "Night", "Paper", "Golden", "Slow", "Blue", "Lost", "Summer"])} ${random.pick(["Rivers", "Train", "Lights", "Garden", "Echo", "Road", "Moon", "Letters"])}`,
    `${random.pick(["夏夜", "远方", "秋天", "雨后", "旧时", "海边", "晨光"])}的${random.pick(["列车", "灯火", "花园", "来信", "月亮", "小路", "歌声"])}`,
  );
  const artist = random.pick(
    say(
      ["The Lanterns", "Nova Kim", "Old Harbor", "Mira Sol", "Paper Foxes", "Atlas Trio", "June & Co"],
      ["灯笼乐队", "林晓", "老港口", "纸狐狸", "三原色", "周末乐团"],
    ),
  );
  const total = random.int(120, 320);
  const done = random.int(10, total - 10);
  const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const playing = random.chance(0.6);
  const cover = Math.max(40, Math.min(look.width * 0.6, height - look.fontSize * 16));
  const hue = random.int(0, 359);
  const percent = (done / total) * 100;
  const album = kit.mark(
    "picture",
    say("the album cover", "专辑封面"),
    say("The cover picture of the album.", "专辑的封面图片。"),
  );
  const progress = kit.mark(
    "slider",
    say("the progress bar", "进度条"),
    say(
      `A progress bar that shows how far the song has played: ${clock(done)} of ${clock(total)}.`,
      `显示播放进度的进度条：${clock(done)}，全长${clock(total)}。`,
    ),
  );
  const body = `<div style="display:flex;flex-direction:column;align-items:center;padding:${look.fontSize}px">
    <div${album} style="width:${cover}px;height:${cover}px;border-radius:${look.radius}px;background:linear-gradient(${random.int(0, 180)}deg,hsl(${hue},60%,55%),hsl(${hue + 70},60%,35%))"></div>
    <div style="font-size:${look.fontSize + 4}px;font-weight:bold;margin-top:${look.fontSize * 0.8}px;white-space:nowrap">${song}</div><div style="color:${look.faint};white-space:nowrap">${artist}</div>
    <div${progress} style="width:88%;max-width:420px;height:6px;border-radius:3px;background:${look.line};margin-top:${look.fontSize}px"><div style="width:${percent}%;height:6px;border-radius:3px;background:${look.accent}"></div></div>
    <div style="width:88%;max-width:420px;display:flex;justify-content:space-between;color:${look.faint};font-size:${look.fontSize - 1}px;margin-top:3px"><span>${clock(done)}</span><span>${clock(total)}</span></div>
    <div style="display:flex;gap:${look.fontSize * 1.4}px;align-items:center;margin-top:${look.fontSize * 0.5}px">${kit.iconButton("shuffle")}${kit.iconButton("previous")}${kit.iconButton(playing ? "pause" : "play", "", look.fontSize * 2.4, look.accent)}${kit.iconButton("next")}${kit.iconButton("heart")}</div></div>`;
  return {
    title: random.pick(say(["Now playing", "Player", "My music"], ["正在播放", "播放器", "我的音乐"])),
    body,
    summary: say(
      `A music player with the song "${song}" by ${artist}, at ${clock(done)} of ${clock(total)}. It is ${playing ? "playing" : "paused"}.`,
      `音乐播放器，歌曲是${artist}的《${song}》，进度${clock(done)}，全长${clock(total)}，${playing ? "正在播放" : "已暂停"}。`,
    ),
    questions: [
      [say("Which song is shown?", "显示的是哪首歌？"), say(song, `《${song}》`)],
      [say("Who is the artist?", "歌手是谁？"), artist],
      [say("How long is the song?", "这首歌有多长？"), clock(total)],
      [
        say("How much of the song is left?", "这首歌还剩多长时间？"),
        `${clock(total)} - ${clock(done)} = ${clock(total - done)}`,
      ],
      [
        say("Is music playing now?", "现在在播放音乐吗？"),
        playing
          ? say("Yes; the button in the middle shows the pause sign.", "在播放，中间的按钮是暂停标志。")
          : say("No; the button in the middle shows the play sign.", "没有，中间的按钮是播放标志。"),
      ],
    ],
  };
};

export const dashboard: Maker = (kit, height) => {
  const { random, look, say } = kit;
  const measures = random
    .shuffled(
      say(
        ["Visitors", "Orders", "Revenue", "Refunds", "Sign-ups", "Sessions", "Tickets", "Errors"],
        ["访客", "订单", "营业额", "退款", "注册数", "会话数", "工单", "错误数"],
      ),
    )
    .slice(0, look.wide ? (look.width > 520 ? 4 : 3) : 2);
  const values = measures.map((name) =>
    name === say("Revenue", "营业额")
      ? `${say("$", "¥")}${random.int(10, 99)},${random.int(100, 999)}`
      : String(random.int(12, 990)),
  );
  const changes = measures.map(() => random.int(-19, 24) || 3);
  const cards = measures.map((name, i) => {
    const marked = kit.mark(
      "card",
      say(`the ${name} card`, `“${name}”卡片`),
      say(`A card with the figure for ${name.toLowerCase()}: ${values[i]!}.`, `显示${name}的卡片：${values[i]!}。`),
    );
    return `<div${marked} style="flex:1;background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;padding:${Math.round(look.fontSize * 0.6)}px;white-space:nowrap"><div style="color:${look.faint};font-size:${look.fontSize - 1}px">${name}</div><div style="font-size:${look.fontSize + 5}px;font-weight:bold">${values[i]!}</div><div style="color:${changes[i]! > 0 ? "#16a34a" : "#dc2626"};font-size:${look.fontSize - 1}px">${changes[i]! > 0 ? "▲" : "▼"} ${Math.abs(changes[i]!)}%</div></div>`;
  });
  const days = say("Mon,Tue,Wed,Thu,Fri,Sat,Sun", "周一,周二,周三,周四,周五,周六,周日")
    .split(",")
    .slice(0, look.wide ? 7 : 5);
  const bars = random.shuffled([12, 22, 34, 45, 58, 70, 83, 96]).slice(0, days.length);
  const room = Math.max(36, Math.min(180, height - look.fontSize * 13));
  const columns = days.map((day, i) => {
    const marked = kit.mark(
      "bar",
      say(`the bar of ${day}`, `${day}的柱子`),
      say(`The bar for ${day} in the chart of orders per day.`, `每日订单图中${day}的柱子。`),
    );
    return `<div style="flex:1;text-align:center"><div${marked} style="height:${Math.round(((room - look.fontSize * 1.5) * bars[i]!) / 100)}px;background:${look.accent}"></div><div style="font-size:${look.fontSize - 1}px;color:${look.faint};line-height:1.3">${day}</div></div>`;
  });
  const chart = `<div style="background:${look.surface};border:1px solid ${look.line};border-radius:${look.radius}px;padding:${Math.round(look.fontSize * 0.6)}px;margin-top:${Math.round(look.fontSize * 0.6)}px"><b>${say("Orders per day", "每日订单")}</b><div style="display:flex;align-items:flex-end;gap:6px;height:${room}px;margin-top:4px">${columns.join("")}</div></div>`;
  const at = random.int(0, measures.length - 1);
  const top = days[bars.indexOf(Math.max(...bars))]!;
  const low = days[bars.indexOf(Math.min(...bars))]!;
  const growing = measures.filter((_, i) => changes[i]! > 0);
  const figures = kit.list(measures.map((name, i) => say(`${name} (${values[i]!})`, `${name}（${values[i]!}）`)));
  const amount = Math.abs(changes[at]!);
  return {
    title: random.pick(
      say(
        ["Dashboard", "Overview", "Analytics", "Today", "Statistics"],
        ["数据概览", "经营看板", "数据分析", "今日数据"],
      ),
    ),
    body: `<div style="padding:${Math.round(look.fontSize * 0.6)}px"><div style="display:flex;gap:${Math.round(look.fontSize * 0.6)}px">${cards.join("")}</div>${chart}</div>`,
    summary: say(
      `A dashboard with the figures ${figures} and a bar chart of orders per day, highest on ${top}.`,
      `数据看板，显示了${figures}，还有每日订单的柱状图，${top}最高。`,
    ),
    questions: [
      [say(`What is the value of ${measures[at]!}?`, `“${measures[at]!}”的数值是多少？`), values[at]!],
      [
        say(`By how many percent did ${measures[at]!} change?`, `“${measures[at]!}”变化了百分之几？`),
        changes[at]! > 0
          ? say(`It went up by ${amount}%.`, `上升了${amount}%。`)
          : say(`It went down by ${amount}%.`, `下降了${amount}%。`),
      ],
      [
        say("Which day has the most orders?", "哪一天订单最多？"),
        say(`${top}; its bar is the tallest.`, `${top}，它的柱子最高。`),
      ],
      [
        say("Which day has the fewest orders?", "哪一天订单最少？"),
        say(`${low}; its bar is the shortest.`, `${low}，它的柱子最矮。`),
      ],
      [
        say("Which figures are growing?", "哪些数据在增长？"),
        growing.length === 0
          ? say("None of them.", "都没有增长。")
          : say(`${kit.list(growing)}.`, `${kit.list(growing)}。`),
      ],
    ],
  };
};
